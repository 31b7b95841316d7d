"""The pages of `own`."""

from tests.browser.pages.page import SEND, Page, press, send
from tests.browser.pages.things import invitation

PAGES = [
    # for everybody
    Page("home"),
    Page("invited", args=lambda: [invitation()]),
    Page("invited", args=lambda: [invitation()], act=SEND, status=400, words="errors"),
    Page("invited", args=lambda: ["gone"], status=404, words="gone"),
    Page("accessibility"),
    Page("accessibility", act=SEND, status=400, words="errors"),
    # one's own account
    Page("me", "teacher"),
    Page("me", "teacher", act=send(first_name=""), status=400, words="errors"),
    Page("me", "coach", act=press("#make-held"), words="calendar_address"),
    Page("more", "teacher"),
    Page("signed_in_again", "teacher"),
    # a teacher
    Page("home", "teacher"),
    Page("home", "newteacher"),
    # a coach
    Page("home", "coach"),
    # others
    Page("home", "coordinator"),
    Page("home", "manager"),
    Page("home", "operator"),
    Page("home", "teacher@other.example"),
    Page("accessibility", "admin"),
    Page("home", "admin"),
    # when something is wrong
    Page("/book/?topic=%00", "teacher", status=400),
    Page("/nothing/here/", status=404),
    Page("/nothing/here/", "teacher", status=404),
    # the demo's own
    Page("/ui/"),
]
NO_PAGE: set[str] = {
    "livez",
    "logo",
    "metrics",
    "readyz",
    "stay",
}
POST_ONLY: set[str] = {
    "hint_hide",
    "hints_show",
    "set_language",
    "theme",
}
