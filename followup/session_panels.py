"""What this room shows on a session's page."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from followup.cards import cards, forms_for
from followup.models import Feedback
from followup.policies import can_agree, can_give_feedback, can_share, can_tick
from followup.selectors import agreements_of
from organisation.people import reader_of
from sessions.models import Session, State
from sessions.panels import session_panel
from sessions.policies import can_close


@session_panel
def how_it_was(request: HttpRequest, session: Session) -> str:
    """Asks whoever was helped, until they have said it."""
    reader = reader_of(request)
    if not can_give_feedback(reader, session) or Feedback.objects.filter(session=session, person=reader).exists():
        return ""
    return render_to_string("followup/_ask_feedback.html", {"session": session}, request)


@session_panel
def agreed(request: HttpRequest, session: Session) -> str:
    """The themes that came up, and what is done next."""
    reader = reader_of(request)
    if not can_share(reader, session) or session.state not in (State.BOOKED, State.HELD):
        return ""
    may_add, agreements = can_agree(reader, session), agreements_of(session)
    if not may_add and not agreements:
        return ""
    context = {
        "session": session,
        "themes": [row.theme for row in session.session_themes.select_related("theme")],
        "agreements": [(each, can_tick(reader, each)) for each in agreements],
        "may_add": may_add,
        "may_close": can_close(reader, session),
    }
    return render_to_string("followup/_agreed.html", context, request)


@session_panel
def notes(request: HttpRequest, session: Session) -> str:
    reader = reader_of(request)
    if not can_share(reader, session):
        return ""
    context = cards(session, reader, forms_for(session, reader))
    return render_to_string("followup/_notes.html", context, request)
