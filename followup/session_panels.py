"""What this room shows on a session's page."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from followup.cards import cards, forms_for
from followup.policies import can_share
from organisation.people import reader_of
from sessions.models import Session
from sessions.panels import session_panel


@session_panel
def notes(request: HttpRequest, session: Session) -> str:
    reader = reader_of(request)
    if not can_share(reader, session):
        return ""
    context = cards(session, reader, forms_for(session, reader))
    return render_to_string("followup/_notes.html", context, request)
