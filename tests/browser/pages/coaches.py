"""The pages of `coaches`."""

from tests.browser.pages.page import SEND, Page, send
from tests.browser.pages.things import own_guideline, person, row_of_log

PAGES = [
    Page("coaches:topics", "teacher"),
    Page("coaches:topics", "coach", query=lambda: "?q=erityisen tuen", words="found"),
    Page("coaches:topics", "teacher", query=lambda: "?q=hammaslääkäri", words="nothing"),
    Page("coaches:topic", "teacher", args=lambda: [own_guideline().topic_id]),
    Page("coaches:topic", "coach", args=lambda: [own_guideline().topic_id], words="of_the_owner"),
    Page("coaches:guidelines_due", "admin"),
    Page("coaches:guidelines_due", "teacher", words="empty"),
    Page("coaches:guideline_add", "coach", args=lambda: [own_guideline().topic_id]),
    Page(
        "coaches:guideline_add",
        "admin",
        args=lambda: [own_guideline().topic_id],
        act=send(title_fi="Ohje", link="ei osoite"),
        status=400,
        words="errors",
    ),
    Page("coaches:guideline_edit", "coach", args=lambda: [own_guideline().pk]),
    Page("coaches:guideline_remove", "coach", args=lambda: [own_guideline().pk]),
    Page("coaches:place", "coach"),
    Page("coaches:competences", "coach"),
    Page("coaches:profile", "coach"),
    Page("coaches:profile", "coach", act=send(phone="x", daily_cap="0"), status=400, words="errors"),
    Page("coaches:opening_hours", "coach"),
    Page("coaches:opening_hours_add", "coach"),
    Page("coaches:opening_hours_add", "coach", act=SEND, status=400, words="errors"),
    Page("coaches:opening_hours_edit", "coach", args=lambda: [person("coach").coach.opening_hours.first().pk]),
    Page("coaches:opening_hours_delete", "coach", args=lambda: [person("coach").coach.opening_hours.first().pk]),
    Page("coaches:calendars", "coach"),
    Page("coaches:calendars", "leadcoach", words="failing"),
    Page("coaches:calendar_add", "coach"),
    Page("coaches:calendar_add", "coach", act=SEND, status=400, words="errors"),
    Page("coaches:calendar_remove", "coach", args=lambda: [person("coach").coach.calendar_sources.first().pk]),
    # the log
    Page("coaches:log", "coach"),
    Page("coaches:log", "coach", act=send(other_minutes="9999", head_count=""), status=400, words="errors"),
    Page("coaches:log", "coordinator", words="of_a_coordinator"),
    Page("coaches:log_edit", "coach", args=lambda: [row_of_log().pk]),
    Page("coaches:log_edit", "coach", args=lambda: [row_of_log(closed=True).pk], words="closed"),
    Page("coaches:log_delete", "coach", args=lambda: [row_of_log().pk]),
    Page("coaches:log_about_me", "teacher"),
    Page("coaches:log_object", "teacher", args=lambda: [row_of_log().pk]),
    Page(
        "coaches:log_object", "teacher", args=lambda: [row_of_log().pk], act=send(text=""), status=400, words="errors"
    ),
    Page("coaches:hours", "coach"),
    Page("coaches:hours_print", "coach"),
]
NO_PAGE: set[str] = {
    "coaches:guideline_file",
    "coaches:hours_export",
    "coaches:log_people",
}
POST_ONLY: set[str] = {
    "coaches:calendar_read",
    "coaches:guideline_review",
    "coaches:log_again",
    "coaches:log_object_withdraw",
}
