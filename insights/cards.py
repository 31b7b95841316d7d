"""The cards of the dashboard: a figure, its direction, and one sentence in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from insights.models import PublishedMeasure
from insights.selectors import Figures
from organisation.terms import say

Measure = PublishedMeasure.Name


@dataclass(frozen=True)
class Card:
    """What `ui/_figure.html` shows; `value` None is "not shown"."""

    name: str
    value: str | None
    sentence: str
    unit: str = ""
    direction: str = ""
    arrow: str = ""
    about: str = ""

    @property
    def about_url(self) -> str:
        return f"#about-{self.about}" if self.about else ""


def cards_of(figures: Figures, other: Figures, than: str, *, is_running: bool = False) -> list[Card]:
    """Of one row: helps, people and hours; `other` are the figures that they are compared with, `than` its name.

    Of a half-year that `is_running` people are not told yet.
    """
    return [
        Card(
            name=_("Help given"),
            value=_text(figures.helps),
            sentence=_("Sessions held and help logged."),
            about="helps",
            **_direction(figures.helps, other.helps, than),
        ),
        Card(
            name=_("People reached"),
            value=_text(figures.persons),
            sentence=_("Told when the half-year is closed.")
            if is_running
            else _("Each is counted once, however often they were helped."),
            about="persons",
            **_direction(figures.persons, other.persons, than),
        ),
        Card(
            name=_("Hours of help"),
            value=_text(figures.hours),
            unit="h",
            sentence=say(_("Time of the {coach.plural} with colleagues.")),
            about="minutes",
            **_direction(figures.hours, other.hours, than),
        ),
    ]


def cards_of_house(figures: Figures, found: dict[str, Decimal | None]) -> Iterator[Card]:
    """Of the whole institution: shares and averages, each hidden with what it is made of."""
    staff, persons = found.get(Measure.STAFF), figures.persons
    reached = persons is not None and staff is not None and 0 < persons <= staff - 5
    yield Card(
        name=_("Share of staff reached"),
        value=_text(round(persons / staff * 100)) if reached and persons and staff else None,
        unit="%",
        sentence=_("%(persons)s of %(staff)s people were helped.") % {"persons": persons, "staff": _text(staff)}
        if reached
        else _("A share is shown when neither side of it is small."),
        about="share",
    )
    new, met = found.get(Measure.NEW), found.get(Measure.NEW_MET)
    yield Card(
        name=_("New teachers met in time"),
        value=_text(round(met / new * 100)) if new and met is not None else None,
        unit="%",
        sentence=_("%(met)s of %(new)s new teachers.") % {"met": _text(met), "new": _text(new)}
        if new
        else _("A share is shown when neither side of it is small."),
        about="new",
    )
    days = found.get(Measure.LEAD_DAYS)
    yield Card(
        name=_("From request to session"),
        value=_text(days),
        unit=_("days"),
        sentence=_("On average, of requests without a chosen person."),
        about="lead",
    )
    mean = found.get(Measure.FEEDBACK)
    yield Card(
        name=_("Feedback"),
        value=_text(mean),
        unit=_("of 4"),
        sentence=_("On average, of what those who were helped ticked."),
        about="feedback",
    )
    given, used = found.get(Measure.GIVEN), found.get(Measure.USED)
    yield Card(
        name=_("Hours used"),
        value=_text(round(used / 60)) if used is not None else None,
        unit=_("of %(hours)s h") % {"hours": _text(round(given / 60))} if given else "h",
        sentence=_("Of the hours given for the academic year."),
        about="hours",
    )


def _text(number: Decimal | int | None) -> str | None:
    """As the reader's language writes it."""
    if number is None:
        return None
    whole = number == int(number)
    return number_format(int(number) if whole else number)


def _direction(now: int | None, then: int | None, than: str) -> dict[str, str]:
    """In words, where both are shown."""
    if now is None or not then:
        return {}
    percent = round((now - then) / then * 100)
    words = {"percent": abs(percent), "than": than}
    if percent > 0:
        return {"direction": _("%(percent)s %% more than %(than)s") % words, "arrow": "arrow-up"}
    if percent < 0:
        return {"direction": _("%(percent)s %% less than %(than)s") % words, "arrow": "arrow-down"}
    return {"direction": _("as much as %(than)s") % words, "arrow": "arrow-right"}


def finding_of_months(months: list) -> str:
    """What the picture of the months shows, of shown months only."""
    shown = [(figures.helps, month) for month, figures in months if figures.helps is not None]
    if not shown:
        return _("Help month by month")
    _most, month = max(shown, key=lambda each: (each[0], -each[1].starts_on.toordinal()))
    return _("Most help was given in %(month)s") % {"month": month.words}


def finding_of_rows(rows: list, name: str) -> str:
    """What a breakdown shows, of shown rows only."""
    shown = sorted(((row.figures.helps, row.name) for row in rows if row.figures.helps is not None), reverse=True)
    if not shown:
        return name
    count = sum(1 for helps, _name in shown if helps == shown[0][0])
    return _("Most: %(name)s") % {"name": shown[0][1]} if count == 1 else name
