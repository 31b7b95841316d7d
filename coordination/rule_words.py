"""The rules of booking in words: what each decides, in which unit it is told, and what follows from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from kit.amounts import DAYS, MINUTES, Unit, amount_words, length_words
from organisation.models import Institution
from organisation.policy import Policy
from organisation.terms import say_lazy

SHORT = MINUTES[:2]
"""Minutes and hours, for what is never days."""

ELSEWHERE = ("closes_on_holidays", "reminder_offsets")
"""Rules that have pages of their own: closed days, messages."""


@dataclass(frozen=True)
class Rule:
    """A column of Policy. An amount has `units`; a plain number is counted in `unit`, from `least` to `most`."""

    name: str
    label: Any
    follows: Any = ""
    units: Sequence[Unit] = ()
    least: int = 0
    most: int = 0
    choices: tuple[int, ...] = ()

    @property
    def default(self) -> Any:
        column: Any = Policy._meta.get_field(self.name)
        return column.get_default()

    def words(self, value: Any) -> str:
        """`value` as people say it."""
        if isinstance(value, bool):
            return str(_("yes")) if value else str(_("no"))
        if self.units:
            return amount_words(value, self.units)
        return length_words(value) if self.choices else f"{value}"


@dataclass(frozen=True)
class Group:
    title: Any
    rules: tuple[Rule, ...] = field(default=())


TIMES = Group(
    _("What a time is like"),
    (
        Rule(
            "step_minutes",
            _("A session can start every"),
            _("Free times are offered at these distances, counted from midnight. Booked sessions stay where they are."),
            choices=(5, 10, 15, 20, 30, 60),
        ),
        Rule(
            "length_minutes",
            _("Usual length"),
            _("What is filled in when somebody looks for a time. A topic can have a length of its own."),
            SHORT,
            least=15,
            most=240,
        ),
        Rule(
            "buffer_before_minutes",
            _("Kept free before a session"),
            say_lazy(_("Time to prepare. A {coach} can have another figure.")),
            SHORT,
            most=120,
        ),
        Rule(
            "buffer_after_minutes",
            _("Kept free after a session"),
            say_lazy(_("Time to write down and to breathe. A {coach} can have another figure.")),
            SHORT,
            most=120,
        ),
    ),
)
WHEN = Group(
    _("When it can be booked"),
    (
        Rule(
            "minimum_notice_minutes",
            _("At the latest before the start"),
            say_lazy(
                _("Nearer times are not offered. A {coach} and a coordinator may still book them for a colleague.")
            ),
            MINUTES,
            most=14 * 24 * 60,
        ),
        Rule(
            "horizon_days",
            _("How far ahead"),
            _("Times farther ahead are not offered. Sessions that are booked beyond it already stay."),
            DAYS,
            least=1,
            most=400,
        ),
        Rule(
            "cancellation_deadline_minutes",
            _("Calling off without a reason until, before the start"),
            _("After that a reason is asked for. It can still be called off."),
            MINUTES,
            most=14 * 24 * 60,
        ),
    ),
)
HOW_MUCH = Group(
    say_lazy(_("How much a {coach} is booked")),
    (
        Rule(
            "daily_cap",
            _("Sessions a day at most"),
            say_lazy(_("On a full day nothing more is offered. A {coach} can have another figure.")),
            least=1,
            most=20,
        ),
        Rule(
            "weekly_cap",
            _("Sessions a week at most"),
            say_lazy(_("In a full week nothing more is offered. A {coach} can have another figure.")),
            least=1,
            most=60,
        ),
    ),
)
PROMISES = Group(
    _("What is promised"),
    (
        Rule(
            "request_promise_days",
            _("A request is answered within, in working days"),
            _("Who asks is told this, and the coordinator's desk shows which requests are late."),
            least=1,
            most=30,
        ),
        Rule(
            "proposes_requests",
            _("The best time is proposed by itself when someone asks"),
            _("Whoever asks may accept or decline it. Requests of groups, and those nobody fits, wait for people."),
        ),
        Rule(
            "coaches_pick_requests",
            say_lazy(_("{Coach.plural} may take requests by themselves")),
            _("They see open requests on their own topics, with what was written in them, until somebody takes one."),
        ),
        Rule(
            "first_session_days",
            _("A new teacher is met within, in days"),
            _("After that the coordinator's desk shows who has not had a first session."),
            least=1,
            most=365,
        ),
    ),
)
PRIVACY = Group(
    _("What stays hidden, and how long texts are kept"),
    (
        Rule(
            "suppression_persons",
            _("People behind a figure at least"),
            _("Figures with fewer people behind them are not shown to anyone. Never under 3."),
            least=3,
            most=50,
        ),
        Rule(
            "suppression_coaches",
            say_lazy(_("{Coach.plural} behind hours at least")),
            _("Hours with fewer behind them are not shown to anyone. Never under 3."),
            least=3,
            most=50,
        ),
        Rule(
            "retention_months",
            _("What people write is kept for, in months"),
            _("Topics in people's own words, notes and reasons are deleted after that."),
            least=1,
            most=24,
        ),
    ),
)
HOURS = Group(
    _("What counts for preparing a session"),
    (
        Rule(
            "preparation_minutes",
            _("Minutes counted for each session"),
            _("They are added to the hours of whoever held it, from the next session on. 0 counts none."),
            most=240,
        ),
        Rule(
            "preparation_percent",
            _("Or a share of the session's length, in per cent"),
            _("Only one of the two can be used: leave the other at 0."),
            most=200,
        ),
    ),
)
KNOWN = (TIMES, WHEN, HOW_MUCH, HOURS, PROMISES, PRIVACY)


def groups() -> Iterator[Group]:
    """All rules that the page of the booking rules has; one without words of its own speaks by its column's."""
    yield from KNOWN
    named = {rule.name for group in KNOWN for rule in group.rules} | set(ELSEWHERE)
    rest = tuple(
        Rule(column.name, column.verbose_name, column.help_text)
        for column in Policy._meta.local_fields
        if column.name not in named
    )
    if rest:
        yield Group(_("Other rules"), rest)


def rules() -> list[Rule]:
    return [rule for group in groups() for rule in group.rules]


def reminder_words(institution: Institution) -> str:
    """Such as "1 day, 1 h"."""
    return ", ".join(length_words(minutes) for minutes in sorted(institution.reminder_offsets, reverse=True))
