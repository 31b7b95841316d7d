"""Notes on sessions: what people wrote down for themselves, and what they share."""

import random
from datetime import timedelta

from coaching.demo_data.scene import Scene
from coaching.demo_data.words import OWN_NOTES, SHARED_NOTES
from followup.models import Note
from organisation.models import User
from sessions.models import Kind, Session, State

KEPT = timedelta(days=300)
SHARED, OWN = 0.3, 0.2


def make_notes(scene: Scene) -> None:
    """On some of the sessions of the past months; those of the accounts of the sign-in page have more of them."""
    rng, now = scene.chance("notes"), scene.calendar.now
    held = Session.objects.filter(institution=scene.institution, state=State.HELD, kind=Kind.ONE_TO_ONE)
    held = held.filter(starts_at__gt=now - KEPT, ends_at__lt=now).select_related("coach__user").order_by("starts_at")
    shown = {scene.login("teacher").pk, scene.coaches[0].user_id}
    notes = []
    for session in held.prefetch_related("participations__person"):
        people = [row.person for row in session.participations.all()]
        more = 2 if shown & {person.pk for person in people} else 1
        if rng.random() < SHARED * more:
            notes.append(_note(rng, session, None, rng.choice(people)))
        notes += [_note(rng, session, person, person) for person in people if rng.random() < OWN * more]
    Note.objects.bulk_create(notes, batch_size=500)
    _on_the_next_one(scene, rng)


def _on_the_next_one(scene: Scene, rng: random.Random) -> None:
    """What the teacher and the coach have written down before their next session, and what both did."""
    teacher = scene.login("teacher")
    ahead = Session.objects.of(teacher).filter(kind=Kind.ONE_TO_ONE, state=State.BOOKED)
    session = ahead.filter(starts_at__gt=scene.calendar.now).select_related("coach__user").order_by("starts_at").first()
    if session:
        session.created_at = scene.calendar.now - timedelta(hours=20)
        written = (_note(rng, session, owner, by) for owner, by in ((teacher, teacher), (None, session.coach.user)))
        Note.objects.bulk_create(written)


def _note(rng: random.Random, session: Session, owner: User | None, by: User) -> Note:
    words = OWN_NOTES if owner else SHARED_NOTES
    return Note(
        institution_id=session.institution_id,
        session=session,
        owner=owner,
        text=rng.choice(words[by.language]),
        revision=1,
        saved_at=session.ends_at + timedelta(minutes=10) if session.state == State.HELD else session.created_at,
        saved_by=by,
    )
