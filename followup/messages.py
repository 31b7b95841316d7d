"""The mails about notes (that there is one, or that it goes; never what it says), what was agreed on, and feedback."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from followup.families import AGREEMENTS, FEEDBACK, NOTES
from followup.models import Agreement, Feedback, Note
from followup.policies import can_give_feedback
from followup.retention import ENDS, deleted_on, readers_of
from followup.services.closing import DUE
from followup.services.feedback import ASKED
from followup.services.notes import SHARED
from kit import times
from notifications.registry import Fact, Mail, message_kind
from organisation.models import User
from sessions.models import Session
from sessions.people import participants, said_with


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


@message_kind(DUE, family=AGREEMENTS)
class AgreementDue:
    def load(self, thing_id: int, revision: int) -> Agreement | None:
        """None once it is done, or due on another day."""
        rows = Agreement.objects.select_related("session__institution", "session__topic", "session__coach__user")
        agreement = rows.prefetch_related("session__participations__person").filter(pk=thing_id, done_at=None).first()
        return agreement if agreement and agreement.revision == revision else None

    def render(self, kind: str, agreement: Agreement, recipient: User) -> Mail | None:
        session = agreement.session
        if recipient.pk != agreement.person_id or recipient not in participants(session):
            return None
        words = {"name": recipient.get_short_name()}
        context = {
            "subject": _("Today: what you agreed on"),
            "greeting": _("Hello %(name)s, this is what you agreed to do by today.") % words,
            "facts": [Fact(_("What"), agreement.what), Fact(_("Topic"), session.topic.name)],
            "button": _("Open the session"),
            "button_url": settings.BASE_URL + reverse("sessions:detail", args=[session.pk]) + "#agreed",
            "why": _("You get this once, because it was written down in your session."),
        }
        return mail_about(session, recipient, context)


@message_kind(ASKED, family=FEEDBACK)
class FeedbackAsked:
    def load(self, thing_id: int, revision: int) -> Session | None:
        """None when it was not held after all."""
        rows = Session.objects.filter(pk=thing_id, revision=revision).for_list()
        return rows.prefetch_related("participations__person").first()

    def render(self, kind: str, session: Session, recipient: User) -> Mail | None:
        """None for whoever has answered already."""
        if not can_give_feedback(recipient, session):
            return None
        if Feedback.objects.filter(session=session, person=recipient).exists():
            return None
        words = {"name": recipient.get_short_name()}
        context = {
            "subject": _("How was your session?"),
            "greeting": _("Hello %(name)s, how was your session? It takes half a minute to say.") % words,
            "after": [_("Nobody sees who said what: answers are shown five at a time, of five people.")],
            "button": _("Say how it was"),
            "button_url": settings.BASE_URL + reverse("followup:feedback", args=[session.pk]),
            "why": _("You get this once, because you took part in the session."),
        }
        return mail_about(session, recipient, context)
