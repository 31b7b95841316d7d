"""What this room does when it was said of a session whether it was held."""

from followup.services import ask_for_feedback
from sessions.announcements import when_closed
from sessions.models import Session


@when_closed
def ask(session: Session) -> None:
    ask_for_feedback(session)
