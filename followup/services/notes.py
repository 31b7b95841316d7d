"""Writing notes. Every act holds the row that it changes."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from followup.models import Note
from notifications.outbox import Once, message, post
from organisation.exceptions import ChangedMeanwhile
from organisation.models import User
from sessions.models import Session
from sessions.people import others

SHARED = "note_shared"
TOLD_FOR = timedelta(days=1)


@transaction.atomic
def save_note(*, session: Session, owner: User | None, text: str, revision: int, by: User) -> Note:
    """Save `text` as the note of `owner`, or, with None, as the one that the people of `session` share.

    `revision` is that of the note on the page from which the text comes, 0 where there was none. Raises
    ChangedMeanwhile, with the note as it is, when another text was saved since. The same text again changes nothing.
    """
    note = _hold(session, owner)
    if note.text == text:
        return note
    if note.revision != revision:
        raise ChangedMeanwhile(note)
    note.text, note.revision = text, note.revision + 1
    note.saved_at, note.saved_by = timezone.now(), by
    note.save(update_fields=["text", "revision", "saved_at", "saved_by"])
    if note.is_shared and text:
        _tell_of_sharing(note, session, by)
    return note


def _hold(session: Session, owner: User | None) -> Note:
    Note.objects.get_or_create(session=session, owner=owner, defaults={"institution_id": session.institution_id})
    return Note.objects.select_for_update(of=("self",)).get(session=session, owner=owner)


def _tell_of_sharing(note: Note, session: Session, by: User) -> None:
    """To the others, once a day however often it is mended: never what it says."""
    day = timezone.localdate(timezone=session.institution.tz)
    about, latest_at = Once.on(note, day), timezone.now() + TOLD_FOR
    post(message(kind=SHARED, thing=about, recipient=each, latest_at=latest_at) for each in others(session, by))
