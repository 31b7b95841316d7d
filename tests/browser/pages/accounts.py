"""The pages of `accounts`."""

from tests.browser.pages.page import SEND, Page, send
from tests.browser.pages.things import address, without_password

PAGES = [
    Page("account_login"),
    Page("account_login", act=SEND, words="errors"),
    Page("account_signup"),
    Page("account_signup", act=SEND, status=400, words="errors"),
    Page("account_signup", act=lambda tab: send(email=address())(tab), words="sent"),
    Page("account_inactive"),
    Page("account_reset_password"),
    Page("account_reset_password", act=SEND, words="errors"),
    Page("account_reset_password_done"),
    Page("account_reset_password_from_key", args=lambda: ["1", "a-b"]),
    Page("account_reset_password_from_key_done"),
    Page("account_request_login_code"),
    Page("account_request_login_code", act=SEND, words="errors"),
    Page("account_request_login_code", act=lambda tab: send(email=address())(tab), words="code"),
    Page("account_logout", "teacher"),
    Page("account_reauthenticate", "teacher"),
    Page("account_email", "teacher"),
    Page("account_change_password", "teacher"),
    Page("account_change_password", "teacher", act=SEND, words="errors"),
    Page("account_set_password", "pirjo.harju", query=lambda: without_password("pirjo.harju")),
]
NO_PAGE: set[str] = set()
POST_ONLY: set[str] = set()
