"""How long texts of this room are kept: the institution's own period from the session on; notes never unwarned."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from followup.models import Agreement, Feedback, Note, NoteQuerySet
from notifications.outbox import Once, message, post
from organisation.models import Institution, User
from organisation.retention import houses_with_edge, kept_for
from sessions.models import Session
from sessions.people import participants

WARNED_BEFORE = timedelta(days=14)
ENDS = "note_ends"
BATCH = 200


def deleted_on(session: Session, notes: Iterable[Note] = ()) -> date:
    """The local day on which the first of `notes` of `session` is deleted; all that are warned of get their time."""
    house, now = session.institution, timezone.now()
    warnings = [note.warned_at or now for note in notes] or [now]
    return max(session.ends_at + kept_for(house), min(warnings) + WARNED_BEFORE).astimezone(house.tz).date()


def readers_of(note: Note) -> list[User]:
    """Who is told about it: its owner, or everyone who takes part."""
    return [note.owner] if note.owner else participants(note.session)


def warn_of_ends() -> int:
    """Tell the readers of notes that are deleted in two weeks; return of how many notes they were told."""
    return sum(_warn_in(house) for house in Institution.objects.all())


def _warn_in(house: Institution) -> int:
    edge = timezone.now() - kept_for(house) + WARNED_BEFORE
    ours = Note.objects.filter(institution=house)
    # The period was made longer after the warning: another comes in its time.
    ours.filter(warned_at__isnull=False, session__ends_at__gte=edge).update(warned_at=None)
    count = 0
    while warned := _warn_batch(ours.filter(warned_at=None, session__ends_at__lt=edge).exclude(text="")):
        count += warned
    return count


@transaction.atomic
def _warn_batch(notes: NoteQuerySet) -> int:
    keys = list(notes.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:BATCH])
    Note.objects.filter(pk__in=keys).update(warned_at=timezone.now())
    found = Note.objects.filter(pk__in=keys).select_related("owner", "session__institution")
    for note in found.prefetch_related("session__participations__person"):
        _tell(note)
    return len(keys)


def _tell(note: Note) -> None:
    day = deleted_on(note.session, [note])
    about, latest_at = Once.on(note, day), timezone.now() + WARNED_BEFORE
    post(message(kind=ENDS, thing=about, recipient=each, latest_at=latest_at) for each in readers_of(note))


def forget_notes() -> int:
    """Delete the notes whose time is over, and what was emptied before; return how many."""
    return sum(_forget(house, timezone.now()) for house in Institution.objects.all())


def _forget(house: Institution, now: datetime) -> int:
    old = Note.objects.filter(institution=house, session__ends_at__lt=now - kept_for(house))
    told = old.filter(warned_at__lte=now - WARNED_BEFORE)
    return told.delete()[0] + old.filter(text="").delete()[0]


def forget_words() -> int:
    """Delete agreements, and empty what was said in feedback, after the same period; return how many.

    What was ticked in feedback stays: figures are kept, words are not.
    """
    count = 0
    for house, before in houses_with_edge(timezone.now()):
        count += Agreement.objects.filter(institution=house, session__ends_at__lt=before).delete()[0]
        said = Feedback.objects.filter(institution=house, session__ends_at__lt=before).exclude(sentence="")
        count += said.update(sentence="")
    return count
