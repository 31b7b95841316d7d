"""What the people of the demo were told lately, and how some of them want to be told."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coaching.demo_data.scene import Scene
from kit import times
from notifications.models import Mailbox, Message
from organisation.models import User
from organisation.terms import say, speaking_for
from sessions.mail_words import SUBJECTS
from sessions.models import Session, State
from sessions.people import said_with

EACH, UNREAD = 8, 2
"""So many messages a person, and so many of them not opened yet."""
KINDS = {State.BOOKED: "session_booked", State.HELD: "session_booked", State.CANCELLED: "session_cancelled"}
DIGEST = Mailbox.Digest
# By the place in the list of coaches: nobody whose account is on the sign-in page, so that the demo mails at once.
WISHES: dict[int, dict[str, Any]] = {
    6: {"digest": DIGEST.DAILY},
    7: {"digest": DIGEST.WEEKLY, "quiet_from": time(20), "quiet_until": time(7)},
    8: {"off": ["reminders"]},
    9: {"reminder_offsets": [2880, 120, 15]},
}


def make_mails(scene: Scene) -> None:
    """For the accounts of the sign-in page; the wishes for a house with enough coaches."""
    accounts = scene.people[: len(scene.house.accounts)]
    Message.objects.bulk_create((mail for person in accounts for mail in _told(scene, person)), ignore_conflicts=True)
    for place, wish in WISHES.items():
        if place < len(scene.coaches):
            Mailbox.objects.create(person=scene.coaches[place].user, **wish)


def _told(scene: Scene, person: User) -> Iterator[Message]:
    """The latest sessions of the person, each as its mail told it."""
    sessions = Session.objects.of(person).filter(state__in=KINDS).for_list()
    latest = sessions.prefetch_related("participations__person").order_by("-starts_at")[:EACH]
    with (
        translation.override(person.language),
        timezone.override(scene.institution.tz),
        speaking_for(scene.institution),
    ):
        for number, session in enumerate(latest):
            yield _mail(scene, person, session, number)


def _mail(scene: Scene, person: User, session: Session, number: int) -> Message:
    sent_at = scene.calendar.now - timedelta(days=1 + 2 * number, minutes=7 * number)
    kind, when = KINDS[State(session.state)], times.time_range(session.starts_at)
    return Message(
        kind=kind,
        thing_id=session.pk,
        revision=session.revision,
        recipient=person,
        due_at=sent_at,
        latest_at=sent_at + timedelta(days=3),
        state=Message.State.SENT,
        attempts=1,
        sent_at=sent_at,
        subject=say(_(SUBJECTS[kind]), when=when, who=said_with(session, person)),
        path=reverse("sessions:detail", args=[session.pk]),
        read_at=None if number < UNREAD else sent_at + timedelta(hours=1),
        mail_id=f"<{uuid4().hex}@{settings.UID_HOST}>",
    )
