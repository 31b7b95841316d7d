"""The pages of `followup`."""

from tests.browser.pages.page import SEND, Page, send
from tests.browser.pages.things import agreed, noted, to_answer, unclosed, write_note

PAGES = [
    Page("followup:closing", "coach", args=lambda: [unclosed().pk]),
    Page("followup:closing", "coach", args=lambda: [unclosed().pk], act=send(minutes="1"), status=400, words="errors"),
    Page("followup:closing", "teacher", args=lambda: [agreed().session_id], words="of_the_teacher"),
    Page("sessions:detail", "teacher", args=lambda: [agreed().session_id], words="agreed"),
    Page("followup:feedback", "teacher", args=lambda: [to_answer().pk]),
    Page("followup:feedback", "teacher", args=lambda: [to_answer().pk], act=SEND, status=400, words="errors"),
    Page("followup:agreements", "teacher"),
    Page("followup:my_feedback", "coach"),
    Page("followup:my_feedback", "leadcoach", words="another"),
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
POST_ONLY: set[str] = {"followup:tick"}
