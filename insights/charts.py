"""Pictures of figures, drawn by the server: what the templates put into SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from insights.periods import Period
from insights.selectors import Figures, Row

WIDTH, HEIGHT, LEFT, BASE, TOP = 520, 240, 40, 200, 20
LINES = 4
"""So many lines over the base at most."""


@dataclass(frozen=True)
class Bar:
    """A bar with its value; without one nothing is drawn but the name."""

    name: str
    x: float
    width: float
    y: float
    height: float
    value: int | None

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Chart:
    """Bars over months, with the heights and words of the lines behind them."""

    bars: list[Bar]
    lines: list[tuple[float, int]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = BASE


def over_months(months: Sequence[tuple[Period, Figures]]) -> Chart:
    """The helps of each month."""
    highest = max((figures.helps or 0 for _month, figures in months), default=0)
    step = _step(highest)
    top = step * LINES
    place = (WIDTH - LEFT) / max(len(months), 1)
    bars = []
    for number, (month, figures) in enumerate(months):
        height = (BASE - TOP) * (figures.helps or 0) / top
        x = LEFT + place * number + place * 0.2
        name = str(month.starts_on.month)
        bars.append(
            Bar(name, round(x, 1), round(place * 0.6, 1), round(BASE - height, 1), round(height, 1), figures.helps)
        )
    lines = [(round(BASE - (BASE - TOP) * n / LINES, 1), step * n) for n in range(1, LINES + 1)]
    return Chart(bars, lines)


def _step(highest: int) -> int:
    """A round number of which LINES reach over the highest bar."""
    for size in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1_000, 2_000, 2_500, 5_000, 10_000, 50_000, 100_000):
        if size * LINES >= highest:
            return size
    return highest // LINES + 1


def shares(rows: Sequence[Row], full: int = 268) -> list[tuple[Row, int]]:
    """Each row with the width of its bar, the longest being `full`; hidden ones have none."""
    highest = max((row.figures.helps or 0 for row in rows), default=0) or 1
    return [(row, round(full * (row.figures.helps or 0) / highest)) for row in rows]
