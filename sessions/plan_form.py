"""Planning sessions: what they are, whom they are for, when and where, and how the dates follow each other."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from coaches.forms import ClockField, DayField
from coaches.models import Channel, Coach
from kit.forms import RowChoiceField
from organisation.models import Role, Sector, Site, User
from organisation.people import institution_of
from organisation.terms import say_lazy
from sessions.group_forms import WORDS, GroupWords
from sessions.models import GROUPS, Kind, Pattern
from sessions.policies import can_hold_group
from sessions.recurrence import MOST, at, dates_of
from sessions.selectors import colleagues_named
from sessions.services import Outline
from topics.models import Topic

MOST_PEOPLE = 20
KINDS = {
    Kind.CLINIC: _("Open clinic: anyone on the staff may sign up"),
    Kind.GROUP: _("Group: those whom you invite"),
    Kind.ONE_TO_ONE: _("Session: for those whom you name"),
}
REPEATS = {
    Pattern.ONCE: _("Just once"),
    Pattern.WEEKLY: _("Every week"),
    Pattern.FORTNIGHTLY: _("Every second week"),
    Pattern.MONTHLY: _("Every month, on the same weekday"),
    Pattern.CUSTOM: _("On the first day and on other days that I write"),
}
WHAT = ("kind", "coach", "topic", "people", "seats", *WORDS, "site", "sector")
WHEN = ("day", "clock", "minutes", "pattern", "times", "until", "dates")
WHERE = ("channel", "meeting_site", "room", "link")


class PlanForm(GroupWords):
    """Bound to what was typed; the dates that come of it are looked at before anything is saved."""

    field_order = [*WHAT, *WHEN, *WHERE]
    kind = forms.ChoiceField(
        label=_("What is planned?"), choices=list(KINDS.items()), initial=Kind.CLINIC, widget=forms.RadioSelect
    )
    coach = RowChoiceField(label=say_lazy(_("{Coach}")), empty_label=_("Choose"))
    topic = RowChoiceField(label=_("Topic"), empty_label=_("Choose a topic"))
    people = forms.CharField(
        label=_("For whom"),
        help_text=_("One on each line: the e-mail address, or the first and last name in full."),
        required=False,
        max_length=4_000,
        widget=forms.Textarea({"rows": 3}),
    )
    site = RowChoiceField(
        label=say_lazy(_("{Site} whose coordinator looks after it")), required=False, empty_label=_("None")
    )
    sector = RowChoiceField(
        label=say_lazy(_("{Sector} whose coordinator looks after it")), required=False, empty_label=_("None")
    )
    day = DayField(label=_("First day"))
    clock = ClockField(label=_("Time"))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=480, initial=60)
    pattern = forms.ChoiceField(
        label=_("How often?"), choices=list(REPEATS.items()), initial=Pattern.ONCE, widget=forms.RadioSelect
    )
    times = forms.IntegerField(
        label=_("How many times"), min_value=1, max_value=MOST, required=False, help_text=_("Or write the last day.")
    )
    until = DayField(label=_("Last day"), required=False)
    dates = forms.CharField(
        label=_("Other days"),
        help_text=_("With a comma or on lines of their own, such as 24.11.2026."),
        required=False,
        max_length=1_000,
        widget=forms.Textarea({"rows": 2}),
    )
    channel = forms.ChoiceField(label=_("How"), required=False)
    meeting_site = RowChoiceField(label=_("Where"), required=False, empty_label=_("Not chosen"))
    room = forms.CharField(label=_("Room"), required=False, max_length=60)
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader, self.institution = reader, institution_of(reader)
        self.speak(self.institution.languages)
        self.fields["seats"].required = False
        coaches = Coach.objects.visible_to(reader).open().select_related("user").order_by("user__last_name", "pk")
        own = [] if reader.holds(Role.Kind.COORDINATOR) else [reader.pk]
        self._offer("coach", coaches.filter(user__in=own) if own else coaches)
        self._offer("topic", Topic.objects.visible_to(reader).offered())
        sites = list(Site.objects.filter(institution=self.institution).valid_on(timezone.localdate()))
        self._offer("site", sites)
        self._offer("meeting_site", sites)
        self._offer("sector", Sector.objects.filter(institution=self.institution).valid_on(timezone.localdate()))
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ChoiceField)
        ways = [(value, capfirst(str(words))) for value, words in Channel.choices]
        channel.choices = [("", say_lazy(_("As the {coach} is open then"))), *ways]
        if not self.is_bound and hasattr(reader, "coach"):
            self.initial["coach"] = reader.coach.pk

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, RowChoiceField)
        field.offer(rows)

    def sections(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings."""
        for heading, names in ((_("What"), WHAT), (_("When"), WHEN), (_("Where"), WHERE)):
            yield heading, [self[name] for name in names if name in self.fields]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Everything that was typed, for the hidden fields of the next step."""
        return [(name, self.data.get(name, "")) for name in self.fields]

    def clean_people(self) -> list[User]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(lines) > MOST_PEOPLE:
            raise ValidationError(_("Name at most %(most)d people.") % {"most": MOST_PEOPLE})
        coach = self.cleaned_data.get("coach")
        own = coach is not None and coach.user_id == self.reader.pk
        found, unknown = colleagues_named(self.reader, lines, whole_house=own)
        if unknown:
            raise ValidationError(_("We found no one colleague by: %(names)s") % {"names": ", ".join(unknown)})
        return found

    def clean_dates(self) -> list[date]:
        typed = self.cleaned_data["dates"].replace(",", "\n").splitlines()
        return [DayField().clean(text.strip()) for text in typed if text.strip()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") in GROUPS:
            self._clean_group(data)
        elif data.get("kind") and not data.get("people") and "people" not in self.errors:
            self.add_error("people", _("Write at least one colleague."))
        repeats = data.get("pattern") in (Pattern.WEEKLY, Pattern.FORTNIGHTLY, Pattern.MONTHLY)
        if repeats and not (data.get("times") or data.get("until")) and not self.errors.keys() & {"times", "until"}:
            self.add_error("times", _("Write how many times, or the last day."))
        if not self.errors:
            self._clean_times(data)
        return data

    def _clean_group(self, data: dict[str, Any]) -> None:
        self.need_title()
        if not data.get("seats") and "seats" not in self.errors:
            self.add_error("seats", _("Write how many seats there are."))
        if data.get("coach") and not can_hold_group(self.reader, data["coach"], self._scope(data)):
            self.add_error("site", say_lazy(_("Choose a {site} and a {sector} that you coordinate.")))

    def _scope(self, data: dict[str, Any]) -> Outline:
        return self._outline(data, minutes=0)

    def _clean_times(self, data: dict[str, Any]) -> None:
        if data["until"] and data["until"] < data["day"]:
            self.add_error("until", _("The last day must not be before the first."))
        elif not exists(data["day"], data["clock"], self.institution.tz):
            self.add_error("clock", _("The clock is moved forward then. Choose a time an hour earlier or later."))

    @property
    def dates_planned(self) -> list[date]:
        """The local dates, soonest first."""
        data = self.cleaned_data
        return dates_of(data["pattern"], data["day"], times=data["times"], until=data["until"], chosen=data["dates"])

    def outline(self) -> Outline:
        """What all the sessions have in common."""
        return self._outline(self.cleaned_data, minutes=self.cleaned_data["minutes"])

    def _outline(self, data: dict[str, Any], *, minutes: int) -> Outline:
        is_group = data["kind"] in GROUPS
        return Outline(
            coach=data["coach"],
            topic=data.get("topic"),  # type: ignore[arg-type]  # needed only once the form is valid
            length=timedelta(minutes=minutes),
            by=self.reader,
            people=() if is_group else tuple(data["people"]),
            kind=Kind(data["kind"]),
            seats=data.get("seats") if is_group else None,
            words=self.words if is_group else {},
            place=self._place(data),
            site_id=getattr(data.get("site"), "pk", None),
            sector_id=getattr(data.get("sector"), "pk", None),
            pass_rules=True,
        )

    @staticmethod
    def _place(data: dict[str, Any]) -> dict[str, Any]:
        """What was said of the place; what was not is as the coach is open then."""
        site = data.get("meeting_site")
        said = {name: data.get(name) for name in ("channel", "room", "link")} | {"meeting_site_id": site and site.pk}
        return {name: value for name, value in said.items() if value}


def exists(day: date, clock: time, tz: ZoneInfo) -> bool:
    """Whether that time is on the clock on that day: not in the hour that is skipped."""
    return at(day, clock, tz).astimezone(tz).time() == clock
