"""The mails about notes: that there is one, or that it goes; never what it says."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from followup.families import NOTES
from followup.models import Note
from followup.retention import ENDS, deleted_on, readers_of
from followup.services import SHARED
from kit import times
from notifications.registry import Fact, Mail, message_kind
from organisation.models import User
from sessions.models import Session
from sessions.people import said_with


def mail_about(session: Session, reader: User, context: dict[str, Any]) -> Mail:
    """The mail of this room's frame, with the session's time, people and topic."""
    context = {
        "settings_url": settings.BASE_URL + reverse("notifications:choices"),
        "leaf": times.leaf(session.starts_at),
        "when": times.long_range(session.starts_at, session.ends_at),
        "who": said_with(session, reader),
        "facts": [Fact(_("Topic"), session.topic.name)],
        "institution": session.institution.name,
        **context,
    }
    return Mail(
        subject=context["subject"],
        text=render_to_string("email/base.txt", context),
        html=render_to_string("email/base.html", context),
        url=context["button_url"],
    )


def _found(note: int) -> Note | None:
    notes = Note.objects.filter(pk=note).exclude(text="").select_related("owner", "saved_by")
    notes = notes.select_related("session__institution", "session__topic", "session__coach__user")
    return notes.prefetch_related("session__participations__person").first()


def _notes_of(session: Session) -> str:
    return settings.BASE_URL + reverse("followup:notes", args=[session.pk])


@message_kind(SHARED, family=NOTES)
class NoteShared:
    def load(self, thing_id: int, revision: int) -> Note | None:
        """None once it is empty again."""
        return _found(thing_id)

    def render(self, kind: str, note: Note, recipient: User) -> Mail | None:
        """None for whoever left meanwhile, and for whoever wrote to it last."""
        author = note.saved_by
        if author is None or author == recipient or recipient not in readers_of(note):
            return None
        words = {"name": recipient.get_short_name(), "author": author.get_full_name()}
        context = {
            "subject": _("%(author)s shared a note") % words,
            "greeting": _("Hello %(name)s, %(author)s has written to the shared note of your session.") % words,
            "button": _("Read the note"),
            "button_url": _notes_of(note.session),
            "why": _("You get this because you take part in the session. It comes at most once a day."),
        }
        return mail_about(note.session, recipient, context)


@message_kind(ENDS)
class NoteEnds:
    def load(self, thing_id: int, revision: int) -> Note | None:
        """None once it is empty, or when it is kept longer than was said."""
        note = _found(thing_id)
        return note if note and deleted_on(note.session, [note]).toordinal() == revision else None

    def render(self, kind: str, note: Note, recipient: User) -> Mail | None:
        if recipient not in readers_of(note):
            return None
        day = times.date_words(deleted_on(note.session, [note]))
        whose = _("the shared note") if note.is_shared else _("your own note")
        words = {"name": recipient.get_short_name(), "day": day, "note": whose}
        context = {
            "subject": _("A note is deleted on %(day)s") % words,
            "greeting": _("Hello %(name)s, %(note)s of this session is deleted on %(day)s.") % words,
            "after": [_("Notes are not kept longer. If you need something from it, take it down before.")],
            "button": _("Read the note"),
            "button_url": _notes_of(note.session),
            "why": _("You get this once, because only you and those you share it with can read it."),
        }
        return mail_about(note.session, recipient, context)
