"""The pages of `followup`."""

from tests.browser.pages.page import Page
from tests.browser.pages.things import noted, write_note

PAGES = [
    Page("followup:notes", "teacher", args=lambda: [noted().pk]),
    Page(
        "followup:notes",
        "teacher",
        args=lambda: [noted().pk],
        act=write_note("131052-308T"),
        status=400,
        words="errors",
    ),
    Page("followup:notes", "coach", args=lambda: [noted().pk], act=write_note("Myöhässä"), status=409, words="late"),
]
NO_PAGE: set[str] = set()
POST_ONLY: set[str] = set()
