"""What becomes of requests when their sessions change; called within the same transaction."""

from coordination.services.sequels import answer_by_booking, reopen_requests
from organisation.models import User
from sessions.announcements import when_announced
from sessions.models import Session

ENDS = ("cancelled", "declined", "lapsed")


@when_announced
def keep_requests_true(session: Session, event: str, by: User | None) -> None:
    if event in ENDS:
        reopen_requests(session)
    elif event == "booked":
        answer_by_booking(session, by)
