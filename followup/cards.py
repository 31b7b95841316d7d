"""The two cards of notes: what the session's page and the page of the notes alone show."""

from typing import Any

from django.utils.translation import gettext as _

from followup.forms.notes import MINE, SHARED, NoteForm
from followup.models import Note
from followup.policies import can_share
from followup.retention import deleted_on
from organisation.models import User
from sessions.models import Session
from sessions.people import others


def forms_for(session: Session, reader: User, data: Any = None) -> dict[str, NoteForm]:
    """The own card, and for whoever takes part the shared one: one query."""
    shown = (MINE, SHARED) if can_share(reader, session) else (MINE,)
    saved = Note.objects.visible_to(reader).filter(session=session).select_related("saved_by")
    notes = {SHARED if note.is_shared else MINE: note for note in saved}
    return {
        whose: NoteForm(data, whose=whose, session=session, note=notes.get(whose), reader=reader) for whose in shown
    }


def cards(session: Session, reader: User, forms: dict[str, NoteForm]) -> dict[str, Any]:
    """What the template of the cards needs."""
    return {
        "session": session,
        "forms": list(forms.values()),
        "deleted_on": deleted_on(session, [form.note for form in forms.values() if form.note]),
        "shared_with": shared_with(session, reader),
    }


def shared_with(session: Session, reader: User) -> str:
    """Who reads what `reader` shares, in words."""
    met = others(session, reader)
    if session.is_group or len(met) != 1:
        return _("Everyone in the session sees this")
    return _("You and %(name)s see this") % {"name": met[0].get_short_name()}
