"""What the tests of the acts share."""

from datetime import UTC, datetime, timedelta

import pytest

from notifications.models import Message
from sessions.exceptions import BookingRefused, Reason
from sessions.models import Session

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)  # a Wednesday, noon in Helsinki
TEN = datetime(2026, 12, 2, 8, tzinfo=UTC)  # a week later at 10
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


def refused(act, *args, **kwargs) -> Reason:
    with pytest.raises(BookingRefused) as refusal:
        act(*args, **kwargs)
    assert str(refusal.value)
    return refusal.value.reason


def told(session: Session, kind: str, state: str = Message.State.WAITING) -> set[int]:
    """Who is to get a message of `kind`."""
    rows = Message.objects.filter(kind=kind, thing_id=session.pk, state=state)
    return set(rows.values_list("recipient_id", flat=True))


def both(scene) -> set[int]:
    return {scene.coach.user_id, scene.teacher.pk}
