"""The forms of a team's place."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaches.forms import ClockField, DayField
from coaches.hours.years import Year
from coaches.models import Team
from kit.free_text import FreeTextField
from organisation.calendar import academic_year_of
from organisation.models import User
from quality.forms.actions import text_field
from quality.models import Meeting
from quality.selectors.team import people_of
from sessions.models import Pattern
from sessions.plan_form import exists
from sessions.recurrence import at, dates_of

LENGTHS = (30, 45, 60, 90, 120, 180)
PATTERNS = (Pattern.ONCE, Pattern.WEEKLY, Pattern.FORTNIGHTLY, Pattern.MONTHLY)
LONGEST_AHEAD = 400


class TimeForm(forms.Form):
    """When and where a team meets; `meeting` is one that is to be moved."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    day = DayField(label=gettext_lazy("Day"))
    clock = ClockField(label=gettext_lazy("Time"))
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Length in minutes"), choices=[(n, n) for n in LENGTHS], coerce=int
    )
    place = FreeTextField(label=gettext_lazy("Place or link"), required=False, max_length=120)

    def __init__(self, data: Any = None, *, team: Team, meeting: Meeting | None = None) -> None:
        self.tz, self.team, self.meeting = team.institution.tz, team, meeting
        here = meeting.starts_at.astimezone(self.tz) if meeting else None
        usual: dict[str, Any] = {"minutes": 60}
        if meeting and here:
            usual = {"minutes": meeting.minutes, "place": meeting.place, "revision": meeting.revision}
            usual |= {"day": here.date(), "clock": here.time()}
        super().__init__(data, initial=usual)
        lengths = sorted({*LENGTHS, usual["minutes"]})
        self.fields["minutes"].choices = [(n, n) for n in lengths]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, clock = cleaned.get("day"), cleaned.get("clock")
        if not day or not clock:
            return cleaned
        if not exists(day, clock, self.tz):
            self.add_error("clock", _("The clock is moved forward then. Choose a time an hour earlier or later."))
            return cleaned
        starts_at = at(day, clock, self.tz)
        if (starts_at - timezone.now()).days > LONGEST_AHEAD:
            self.add_error("day", _("Choose a day within the next year."))
        if self.meeting and starts_at <= timezone.now():
            self.add_error("day", _("Choose a time that is still ahead."))
        taken = Meeting.objects.filter(team=self.team, starts_at=starts_at)
        if self.meeting and taken.exclude(pk=self.meeting.pk).exists():
            self.add_error("clock", _("The team has another meeting then."))
        cleaned["starts_at"] = starts_at
        return cleaned

    def values(self) -> dict[str, Any]:
        """What is saved of a meeting that is moved."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "minutes", "place")}


class PlanForm(TimeForm):
    """New meetings: one, or several by a pattern. One that has been may be written down afterwards."""

    pattern = forms.ChoiceField(label=gettext_lazy("Repeat"), choices=[(p.value, p.label) for p in PATTERNS])
    until = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Of meetings that repeat: 40 at most. Empty: to the end of the academic year."),
    )
    agenda = FreeTextField(
        label=gettext_lazy("Agenda"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ["day", "clock", "minutes", "place", "pattern", "until", "agenda"]

    def __init__(self, data: Any = None, *, team: Team) -> None:
        super().__init__(data, team=team)
        del self.fields["revision"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, until = cleaned.get("day"), cleaned.get("until")
        if day and until and until < day:
            self.add_error("until", _("The last day is before the first."))
        return cleaned

    def starts(self) -> list[datetime]:
        """The UTC instants; those that do not exist (the clock is moved forward) are left out."""
        said = self.cleaned_data
        until = said["until"] or Year(academic_year_of(said["day"])).last_day
        days = dates_of(said["pattern"], said["day"], until=until)
        return [at(day, said["clock"], self.tz) for day in days if exists(day, said["clock"], self.tz)]


class NotesForm(forms.Form):
    """What is written about a meeting."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    agenda = text_field(gettext_lazy("Agenda"), required=False, most=2000, hint="", rows=4)
    notes = text_field(gettext_lazy("Notes"), required=False, most=5000, rows=8)
    decisions = text_field(
        gettext_lazy("Decisions"),
        required=False,
        most=2000,
        rows=4,
        hint=gettext_lazy("The team gets notes and decisions by mail too, once a day."),
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data, initial={name: getattr(meeting, name) for name in self.base_fields})

    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("agenda", "notes", "decisions")}


class _Names(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: User) -> str:
        return person.get_full_name()


class AttendanceForm(forms.Form):
    """Who was there: of the team's people, and of those marked who have left it meanwhile."""

    there = _Names(
        label=gettext_lazy("Who was there?"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each gets the meeting into their log of work."),
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        marked = list(meeting.attendances.values_list("person", flat=True))
        super().__init__(data, initial={"there": marked})
        known = {person.pk for person in people_of(meeting.team)} | set(marked)
        field = self.fields["there"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = User.objects.filter(pk__in=known).order_by("last_name", "first_name", "pk")


class AimForm(forms.Form):
    text = text_field(gettext_lazy("What does the team want to reach this year?"), most=300, rows=2)


class ReflectionForm(forms.Form):
    text = text_field(
        gettext_lazy("What happened, what did you try, and what would you do another time?"),
        most=4000,
        rows=8,
        hint=gettext_lazy(
            "No names: write so that nobody can be recognised, neither a student nor a colleague. "
            "Only the team reads it."
        ),
    )
