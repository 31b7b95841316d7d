"""Threads that really race, each with a connection of its own, and what must not come of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError, Thread, current_thread, main_thread

from django.db import connection

from sessions.exceptions import BookingRefused
from sessions.models import Session
from sessions.services import (
    away,
    booking,
    closing,
    handing_over,
    planning,
    proposing,
    series,
    suggesting,
    together,
)

CONSTRAINTS = {
    "no_double_booking": "coaching_sessions_session",
    "nobody_in_two_places": "coaching_sessions_participation",
}
OVERLAPS = """
    SELECT count(*) FROM coaching_sessions_session a JOIN coaching_sessions_session b
    ON a.coach_id = b.coach_id AND a.busy && b.busy AND a.id < b.id
    WHERE a.state IN ('proposed', 'booked', 'held') AND b.state IN ('proposed', 'booked', 'held')
"""
IN_TWO_PLACES = """
    SELECT count(*) FROM coaching_sessions_participation a JOIN coaching_sessions_participation b
    ON a.person_id = b.person_id AND a.during && b.during AND a.id < b.id WHERE a.active AND b.active
"""
COPIES_THAT_DIFFER = """
    SELECT count(*) FROM coaching_sessions_participation p JOIN coaching_sessions_session s ON s.id = p.session_id
    WHERE p.left_at IS NULL AND (p.during <> s.during OR p.active <> (s.state IN ('proposed', 'booked', 'held')))
"""


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Start all acts at the same moment; what each returned, or raised."""
    start, results = Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            start.wait()
            results[number] = act()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class Meet:
    """A point before the first write at which racers wait for each other, so that all have checked before one writes.

    Whoever waits longer than `patience` (seconds) goes on alone: under the lock nobody else comes. What a test sets up
    before the race does not wait.
    """

    def __init__(self, parties: int, patience: float) -> None:
        self.barrier, self.patience = Barrier(parties), patience
        self.arrived: set[Thread] = set()

    def __call__(self) -> None:
        with suppress(BrokenBarrierError):
            self.barrier.wait(self.patience)

    def before(self, write: Callable) -> Callable:
        def waiting(*args: object, **kwargs: object) -> object:
            racer = current_thread()
            if racer is not main_thread() and racer not in self.arrived:
                self.arrived.add(racer)
                self()  # all have checked
                self()  # and whoever acts between check and write has done so
            return write(*args, **kwargs)

        return waiting


def troubles() -> int:
    """How many pairs overlap, for a coach or for anyone, and how many copies differ from their session."""
    with connection.cursor() as cursor:
        found = [cursor.execute(query).fetchone()[0] for query in (OVERLAPS, IN_TWO_PLACES, COPIES_THAT_DIFFER)]
    return sum(found)


def polite(results: list[object]) -> bool:
    """Whether everyone got what was asked for or a sentence."""
    return not any(isinstance(result, Exception) and not isinstance(result, BookingRefused) for result in results)


def done(results: list[object]) -> list[Session]:
    return [result for result in results if isinstance(result, Session)]


@contextmanager
def without_constraints() -> Iterator[None]:
    """The tables without the two exclusion constraints; all sessions are gone afterwards."""
    with connection.cursor() as cursor:
        definition = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s"
        kept = {name: cursor.execute(definition, [name]).fetchone()[0] for name in CONSTRAINTS}
        for name, table in CONSTRAINTS.items():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        try:
            yield
        finally:
            cursor.execute("TRUNCATE coaching_sessions_session CASCADE")
            for name, table in CONSTRAINTS.items():
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {kept[name]}")


def without_locks(monkeypatch) -> None:
    """The services as they would be if nobody had thought of locks."""
    for module in (booking, planning, proposing, away):
        if hasattr(module, "lock_people"):
            monkeypatch.setattr(module, "lock_people", lambda *ids: None)
    for module in (booking, proposing, closing, handing_over, series, suggesting, together):
        monkeypatch.setattr(module, "lock_session", _read_session)


def _read_session(session: Session, *more: int) -> tuple[Session, tuple]:
    rows = session.participations.select_related("person")
    helped = tuple(row.person for row in rows if row.role == "helped")
    return Session.objects.select_related("coach__user", "institution", "topic").get(pk=session.pk), helped
