"""`/ui/`: every part of the look in each of its states, for those who build pages; in the demo and development only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coaching.hints import HINTS
from kit import icons, times, week


@dataclass(frozen=True)
class Person:
    pk: int
    name: str

    def get_full_name(self) -> str:
        return self.name


LIISA, ELINA, JOHANNA, PETRI = (
    Person(pk, name) for pk, name in enumerate(("Liisa Lahti", "Elina Vuori", "Johanna Sjöblom", "Petri Kinnunen"))
)


class SampleForm(forms.Form):
    """One of each kind of control."""

    about = forms.CharField(label=_("What would you like to talk about?"), help_text=_("One sentence is enough."))
    more = forms.CharField(label=_("More about it"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    topic = forms.ChoiceField(label=_("Topic"), choices=[("1", "Wilma, Primus"), ("2", "HOKS")])
    length = forms.ChoiceField(
        label=_("Length"), choices=[("30", "30 min"), ("45", "45 min"), ("60", "60 min")], widget=forms.RadioSelect
    )
    ways = forms.MultipleChoiceField(
        label=_("How"),
        choices=[("online", _("Online")), ("here", _("In person")), ("phone", _("Phone"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    told = forms.BooleanField(label=_("Tell my supervisor that we met"), required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason for cancelling"), error_messages={"required": _("Write a short reason.")})


class OtherForm(forms.Form):
    """Controls that browsers draw themselves."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}), required=False)
    minutes = forms.IntegerField(label=_("Minutes used"), min_value=1, max_value=480)
    logo = forms.FileField(label=_("Logo"), required=False)


def index(request: HttpRequest) -> HttpResponse:
    """The page; it has an address in the demo and in development only."""
    return render(request, "ui/index.html", sample_context())


def sample_context() -> dict[str, Any]:
    """Rows, figures and forms that show each part at work."""
    start = timezone.localtime().replace(hour=13, minute=30, second=0, microsecond=0)
    return {
        "people": [LIISA, ELINA, JOHANNA, PETRI],
        "start": start,
        "end": start + timedelta(hours=1),
        "later": start + timedelta(days=9),
        "later_end": start + timedelta(days=9, minutes=45),
        "clean_form": SampleForm(prefix="clean", initial={"length": "60", "ways": ["online"]}),
        "bad_form": SampleForm({"bad-told": "on"}, prefix="bad"),
        "reason_form": ReasonForm(prefix="reason"),
        "step_form": ReasonForm(prefix="step"),
        "other_form": OtherForm(prefix="other"),
        "other_bad_form": OtherForm({"other-bad-minutes": "0"}, prefix="other-bad"),
        "hints": HINTS[-1][1],
        "counts": (3, 9, 7, 4, 0, 0, 8),
        "icons": sorted(icons.ICONS),
        "days": sample_week(start),
        "hours": week.scale(),
        "events": [
            {"text": _("You moved the session"), "at": start - timedelta(hours=3)},
            {"text": _("A reminder was sent to both"), "at": start - timedelta(days=1)},
            {"text": _("You booked a time"), "at": start - timedelta(days=4)},
        ],
        "heads": [_("Topic"), _("Sessions"), _("Hours")],
        "rows": [["Wilma", 41, "32,50 h"], ["HOKS", 28, "21,00 h"], [_("Special support"), None, None]],
        "total": [_("Total"), 84, "66,25 h"],
        "pages": Paginator(range(60), 20).page(2),
        "length": timedelta(minutes=45),
        "used": timedelta(hours=46, minutes=15),
    }


def sample_week(start: datetime) -> list[week.Day]:
    """Five days from Monday, with a block of each kind."""
    monday = start - timedelta(days=start.weekday())
    mornings = [_sample_day(monday + timedelta(days=number), start) for number in range(4)]
    away = week.Block("off", "q0 w36", words="", title=str(_("Away all day")))
    friday = monday + timedelta(days=4)
    return [*mornings, _day(friday, start, (away,))]


def _sample_day(day: datetime, today: datetime) -> week.Day:
    return _day(
        day,
        today,
        (
            _block("open", day, 9, 12, _("can be booked")),
            _block("open", day, 13, 16, _("can be booked")),
            _block("held", day, 9, 10, "Timo Hietala, HOKS", title="Timo H.", url="#"),
            _block("busy", day, 11, 12, _("other engagement")),
            _block("wait", day, 15, 16, _("proposed"), title=str(_("proposal")), url="#"),
        ),
    )


def _day(day: datetime, today: datetime, blocks: tuple[week.Block, ...]) -> week.Day:
    return week.Day(times.leaf(day).weekday.capitalize(), times.date_words(day), day.date() == today.date(), blocks)


def _block(kind: str, day: datetime, first: int, last: int, words: object, **link: str) -> week.Block:
    start, end = day.replace(hour=first, minute=0), day.replace(hour=last, minute=0)
    spoken = f"{times.clock_range(start, end)}, {words}"
    return week.Block(kind, week.place(start, end), spoken, time=times.clock(start), **link)
