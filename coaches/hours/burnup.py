"""The picture of an academic year's hours: used as a line with a dot, forecast dotted, plan grey. And its table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from coaches.hours.accounts import Account
from coaches.hours.forecast import hours_of
from coaches.models import Mandate
from kit import times

HEIGHT, TOP, FOOT, LEFT = 250, 14, 28, 44
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)
"""Hours between two lines of the grid."""
LINES = 4
CLOSE = 5
"""Per cent of what was given by which used and planned may differ and still be called even."""


@dataclass(frozen=True)
class Label:
    at: str
    text: str


@dataclass(frozen=True)
class Drawing:
    """One size of the picture; coordinates as text, with a point whatever the language."""

    width: int
    name: str
    grid: list[Label]
    months: list[Label]
    plan: str
    used: str
    area: str
    ahead: str
    dot: tuple[str, str]
    value: str
    value_at: tuple[str, str]
    right: int
    left: int = LEFT
    height: int = HEIGHT
    base: int = HEIGHT - FOOT

    @property
    def month_at(self) -> int:
        return HEIGHT - 6

    @property
    def scale_at(self) -> int:
        return LEFT - 8


def planned_by(slices: Iterable[Mandate], day: date) -> Decimal:
    """Minutes that were to be used by the end of `day`: each slice is spread evenly over its days."""
    total = Decimal(0)
    for part in slices:
        days = (part.ends_on - part.starts_on).days + 1
        gone = min(max((day - part.starts_on).days + 1, 0), days)
        total += Decimal(part.minutes * gone) / days
    return total


def finding(account: Account) -> str:
    """What the picture shows, in a sentence."""
    balance = account.balance
    if not balance.given:
        return _("No hours are given for this year yet")
    if balance.left < 0:
        return _("%(hours)s more are used than were given") % {"hours": hours_of(-balance.left)}
    ahead = balance.used - planned_by(account.slices, min(account.today, account.year.last_day))
    words = {"hours": hours_of(abs(round(ahead)))}
    if abs(ahead) * 100 <= CLOSE * balance.given:
        return _("Hours are used as planned")
    return (
        _("%(hours)s more are used than planned by now") % words
        if ahead > 0
        else (_("%(hours)s fewer are used than planned by now") % words)
    )


def drawings(account: Account) -> list[Drawing]:
    """The picture for wide windows and for phones."""
    return [_drawing(account, 700, "wide", every=1), _drawing(account, 346, "narrow", every=2)]


def _drawing(account: Account, width: int, name: str, *, every: int) -> Drawing:
    year, balance = account.year, account.balance
    right = width - 60
    step = next((n for n in STEPS if n * 60 * LINES >= _highest(account)), STEPS[-1])
    top = step * LINES * 60
    span = (year.last_day - year.first_day).days + 1

    def x(day: date) -> float:
        return LEFT + (right - LEFT) * min(max((day - year.first_day).days, 0), span) / span

    def y(minutes: Decimal | float) -> float:
        return HEIGHT - FOOT - (HEIGHT - FOOT - TOP) * max(float(minutes), 0) / top

    used = _used_points(account)
    here = used[-1]
    line = _path(used, x, y)
    return Drawing(
        width=width,
        name=name,
        grid=[Label(f"{y(n * step * 60):.1f}", str(n * step)) for n in range(LINES + 1)],
        months=[
            Label(f"{(x(first) + x(first + timedelta(days=30))) / 2:.1f}", times.words().months[first.month - 1])
            for first in year.months[::every]
        ],
        plan=_path(_plan_points(account), x, y) if account.slices else "",
        used=line,
        area=f"{line}L{x(here[0]):.1f} {y(0):.1f}L{x(used[0][0]):.1f} {y(0):.1f}Z",
        ahead=_path([here, (account.pace.until, account.forecast)], x, y) if account.forecast is not None else "",
        dot=(f"{x(here[0]):.1f}", f"{y(here[1]):.1f}"),
        value=hours_of(balance.used),
        value_at=(f"{x(here[0]) + 10:.1f}", f"{min(y(here[1]) + 18, HEIGHT - FOOT - 6):.1f}"),
        right=right,
    )


def _highest(account: Account) -> float:
    balance = account.balance
    return max(balance.given, balance.used, account.forecast or 0, 60 * LINES)


def _used_points(account: Account) -> list[tuple[date, float]]:
    """From nothing on the first day over the end of each month that has begun to today."""
    months = account.used_until
    ends = [later for _month, later in pairwise([*account.year.months, account.year.last_day + timedelta(days=1)])]
    points = [(min(end, account.today), float(total)) for end, (_month, total) in zip(ends, months, strict=False)]
    return [(account.year.first_day, 0.0), *points]


def _plan_points(account: Account) -> list[tuple[date, Decimal]]:
    """Where the plan bends: the ends of its slices."""
    days = {account.year.first_day - timedelta(days=1), account.year.last_day}
    for part in account.slices:
        days |= {part.starts_on - timedelta(days=1), part.ends_on}
    return [(day + timedelta(days=1), planned_by(account.slices, day)) for day in sorted(days)]


def _path(points: Iterable[tuple[date, Decimal | float]], x: Callable, y: Callable) -> str:
    return "M" + "L".join(f"{x(day):.1f} {y(minutes):.1f}" for day, minutes in points)


def table(account: Account) -> list[list[str]]:
    """The same by month: used in it, used by its end, planned by its end."""
    rows = []
    so_far = dict(account.used_until)
    for month, later in pairwise([*account.year.months, account.year.last_day + timedelta(days=1)]):
        used = sum(account.by_month.get(month, {}).values())
        begun = month in so_far
        rows.append(
            [
                month_words(month),
                hours_of(used) if begun else "–",
                hours_of(so_far[month]) if begun else "–",
                hours_of(round(planned_by(account.slices, later - timedelta(days=1)))),
            ]
        )
    return rows


def month_words(month: date) -> str:
    """Such as "11/2026": the same in every language of the product."""
    return f"{month.month}/{month.year}"
