"""The seats of a group as pages show them, and where a reader stands with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from organisation.models import User
from sessions.models import Participation, Session, Waiting
from sessions.people import helped
from sessions.policies import can_sign_up

STAYING = Q(participations__left_at=None, participations__role=Participation.Role.HELPED)


@dataclass(frozen=True)
class Seats:
    """How many there are, have been taken, and are kept for those to whom they were offered; and `mine`, if I wait."""

    total: int
    taken: int
    kept: int
    in_line: int
    mine: Waiting | None
    is_in: bool
    may_sign_up: bool

    @property
    def free(self) -> int:
        return max(self.total - self.taken - self.kept, 0)

    @property
    def offer(self) -> Waiting | None:
        """The seat that is kept for the reader."""
        mine = self.mine
        if mine is None or mine.state != Waiting.State.OFFERED or mine.expires_at is None:
            return None
        return mine if mine.expires_at > timezone.now() else None

    @property
    def may_take(self) -> bool:
        """Whether one press is enough."""
        return self.may_sign_up and (self.free > 0 or self.offer is not None)

    @property
    def may_wait(self) -> bool:
        return self.may_sign_up and not self.may_take and self.mine is None


def seats_of(session: Session, reader: User) -> Seats:
    """One query; the session's people are loaded already."""
    line = list(Waiting.objects.open().filter(session=session))
    people = helped(session)
    return _seats(session, len(people), reader in people, can_sign_up(reader, session), line, reader)


def _seats(session: Session, taken: int, is_in: bool, may: bool, line: list[Waiting], reader: User) -> Seats:
    return Seats(
        total=session.seats or 0,
        taken=taken,
        kept=sum(waiting.state == Waiting.State.OFFERED for waiting in line),
        in_line=sum(waiting.state == Waiting.State.WAITING for waiting in line),
        mine=next((waiting for waiting in line if waiting.person_id == reader.pk), None),
        is_in=is_in,
        may_sign_up=may,
    )


@dataclass(frozen=True)
class Clinic:
    """An open clinic ahead, as a row."""

    session: Session
    seats: Seats


def clinics_of(sessions: Iterable[Session], reader: User) -> list[Clinic]:
    """`sessions` (a queryset) with their seats, in three queries."""
    rows = list(sessions.annotate(taken=Count("participations", filter=STAYING)))  # type: ignore[attr-defined]
    keys = [row.pk for row in rows]
    lines: dict[int | None, list[Waiting]] = {}
    for waiting in Waiting.objects.open().filter(session__in=keys):
        lines.setdefault(waiting.session_id, []).append(waiting)
    mine = Participation.objects.staying().filter(session__in=keys, person=reader)
    inside = set(mine.values_list("session_id", flat=True))
    here = reader.is_active and reader.institution_id is not None
    clinics = []
    for row in rows:
        may = here and row.pk not in inside and row.coach.user_id != reader.pk
        seats = _seats(row, row.taken, row.pk in inside, may, lines.get(row.pk, []), reader)
        clinics.append(Clinic(row, seats))
    return clinics
