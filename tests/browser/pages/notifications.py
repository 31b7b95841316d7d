"""The pages of `notifications`."""

from tests.browser.pages.page import SEND, Page, send
from tests.browser.pages.things import unsubscribing

PAGES = [
    Page("notifications:list", "teacher"),
    Page("notifications:list", "manager", words="some"),
    Page("notifications:choices", "teacher"),
    Page("notifications:choices", "coach", words="digest"),
    Page("notifications:choices", "coach", act=send(quiet_from="21:00"), status=400, words="errors"),
    Page("notifications:unsubscribe", args=lambda: [unsubscribing()]),
    Page("notifications:unsubscribe", args=lambda: [unsubscribing()], act=SEND, words="done"),
]
NO_PAGE: set[str] = {
    "notifications:read",
}
POST_ONLY: set[str] = {
    "notifications:read_all",
}
