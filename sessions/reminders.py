"""Reminders written anew when a person chooses other times for them: also of what is booked already."""

from datetime import timedelta

from django.db.models.functions import Now
from django.utils import timezone

from notifications.choices import offsets_of
from notifications.choosing import when_offsets_change
from notifications.models import Message
from notifications.outbox import post
from organisation.models import User
from organisation.people import institution_of
from sessions.announcements import REMINDER, reminders_of
from sessions.models import Session, State


@when_offsets_change
def write_reminders_anew(person: User) -> None:
    """Those ahead that the person does not want any more go; one on its way just now may still arrive."""
    if person.institution is None:
        return
    offsets = [timedelta(minutes=minutes) for minutes in offsets_of(person, institution_of(person).reminder_offsets)]
    ahead = Message.objects.waiting().filter(kind=REMINDER, recipient=person, lease=None, due_at__gt=Now())
    ahead.exclude(offset__in=offsets).delete()
    sessions = Session.objects.of(person).filter(state=State.BOOKED, starts_at__gt=Now()).select_related("institution")
    now = timezone.now()
    post([each for session in sessions for each in reminders_of(session, [person], now)])
