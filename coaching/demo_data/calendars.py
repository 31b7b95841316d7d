"""Calendars that programs read, and what people answered to invitations in their own."""

from datetime import timedelta

from coaching.demo_data.scene import Scene
from kit.tokens import new_token, token_hash
from organisation.models import User
from sessions.calendar_people import sequence_at
from sessions.models import CalendarFeed, Kind, Participation, State

Reply = Participation.Reply
FEEDS = (("teacher", CalendarFeed.Scope.MINE), ("coach", CalendarFeed.Scope.HELD))
"""Whose calendar is read where. The addresses are random, so that nobody knows them."""
SOON = timedelta(days=1)


def make_calendars(scene: Scene) -> None:
    """Two people's programs read; of the coach's sessions ahead one was declined, one accepted."""
    now = scene.calendar.now
    for login, scope in FEEDS:
        CalendarFeed.objects.create(
            institution=scene.institution,
            person=scene.login(login),
            scope=scope,
            token_hash=token_hash(new_token()),
            created_at=now - timedelta(days=20),
            read_at=now - timedelta(minutes=25),
        )
    ahead = _seats_ahead(scene, scene.login("coach"))
    for row, reply in zip(ahead, (Reply.DECLINED, Reply.ACCEPTED), strict=False):
        row.reply, row.replied_at = reply, now - timedelta(hours=3)
        row.reply_sequence = sequence_at(row.session, row)
        row.save(update_fields=["reply", "reply_sequence", "replied_at"])


def _seats_ahead(scene: Scene, coach: User) -> list[Participation]:
    """Those of whom the coach meets, soonest first, but for the demo's own accounts."""
    session = {"coach__user": coach, "state": State.BOOKED, "kind": Kind.ONE_TO_ONE}
    session["starts_at__gt"] = scene.calendar.now + SOON
    rows = Participation.objects.filter(
        role=Participation.Role.HELPED, left_at=None, **{f"session__{name}": value for name, value in session.items()}
    )
    own = (scene.login(name) for name in ("teacher", "coach"))
    return list(rows.exclude(person__in=own).select_related("session").order_by("session__starts_at", "pk"))
