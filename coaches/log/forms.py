"""Writing down what one has done, in as few presses as it takes."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaches.exceptions import LogRefused
from coaches.forms import ClockField, DayField
from coaches.log import selectors
from coaches.log.services import LONGEST, Work, log_work, mend_work
from coaches.models import Channel, WorkLog
from kit.forms import RowChoiceField
from kit.free_text import FreeTextField
from organisation.models import User
from organisation.people import institution_of

Kind = WorkLog.Kind
OFFERED = (5, 15, 30, 45, 60)
USUAL = 15


class OneOfTwo(forms.TypedChoiceField):
    """A choice that is needed unless a field beside it is filled in; the form looks at both."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


class WorkForm(forms.Form):
    """A row of the log. What is not asked for a kind of work is left out of its form."""

    press = forms.UUIDField(required=False, widget=forms.HiddenInput)
    minutes = OneOfTwo(
        label=gettext_lazy("How long"),
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        choices=[(n, f"{n} min") for n in OFFERED],
    )
    other_minutes = forms.IntegerField(
        label=gettext_lazy("Or other minutes"), required=False, min_value=1, max_value=LONGEST
    )
    topic = RowChoiceField(label=gettext_lazy("Topic"), empty_label=None)
    channel = forms.ChoiceField(label=gettext_lazy("How"), widget=forms.RadioSelect)
    team = RowChoiceField(label=gettext_lazy("Or a team"), required=False, empty_label=gettext_lazy("No team"))
    head_count = forms.IntegerField(
        label=gettext_lazy("Or only a number of people"), required=False, min_value=1, max_value=500
    )
    day = DayField(label=gettext_lazy("Day"), required=False)
    clock = ClockField(label=gettext_lazy("Time of day"), required=False)
    line = FreeTextField(
        label=gettext_lazy("One line"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("You and those named can read it. Leave out everything about students."),
    )

    def __init__(
        self, data: QueryDict | None = None, *, by: User, kind: str, row: WorkLog | None = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.by, self.kind, self.row = by, kind, row
        self.is_help = kind == Kind.HELP
        self.people: list[User] = []
        """Those who are named by now."""
        channels = [(value, capfirst(str(label))) for value, label in Channel.choices]
        if self.is_help:
            self.fields["channel"].choices = channels  # type: ignore[attr-defined]
            self._field("team").offer(selectors.teams_to_log(by))
        else:
            for name in ("channel", "team", "head_count"):
                del self.fields[name]
            self.fields["line"].help_text = _("Only you can read it. Leave out everything about students.")
            self._field("topic").required = False
            self._field("topic").empty_label = _("No topic")
        self._offer_topics()
        if data is not None:
            self.people = selectors.colleagues_chosen(by, data.getlist("persons")) if self.is_help else []

    def _field(self, name: str) -> RowChoiceField:
        field = self.fields[name]
        assert isinstance(field, RowChoiceField)
        return field

    def _offer_topics(self) -> None:
        topics = selectors.topics_to_log(self.by)
        if self.row and self.row.topic and self.row.topic not in topics:
            topics.append(self.row.topic)  # one that is no longer offered stays where it is
        self._field("topic").offer(topics)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not {"minutes", "other_minutes"} & self.errors.keys() and not self.chosen_minutes:
            self.add_error("minutes", _("Choose how long it took, or write the minutes."))
        if self.is_help and "team" not in self.errors and data.get("team"):
            known = {person.pk: person for person in self.people}
            members = selectors.members_of(data["team"], self.by)
            self.people = list((known | {person.pk: person for person in members}).values())
        if self.is_help and not self.people and "head_count" not in self.errors and not data.get("head_count"):
            self.add_error("head_count", _("Say with whom, or write the number of people."))
        if data.get("clock") and not data.get("day") and "day" not in self.errors:
            data["day"] = timezone.localdate()
        return data

    @property
    def chosen_minutes(self) -> int | None:
        """What was typed comes before what is chosen: that one may be there from before."""
        return self.cleaned_data.get("other_minutes") or self.cleaned_data.get("minutes")

    def _moment(self) -> datetime:
        """Now, unless a day was told; without a time of day, of a row that is mended its own, else noon."""
        data, now, tz = self.cleaned_data, timezone.now(), institution_of(self.by).tz
        kept = self.row.starts_at.astimezone(tz) if self.row else None
        if not data["day"]:
            return self.row.starts_at if self.row else now
        clock = data["clock"] or (kept.time() if kept else time(12))
        moment = datetime.combine(data["day"], clock, tz)
        return min(moment, now) if not data["clock"] and data["day"] == now.astimezone(tz).date() else moment

    @property
    def work(self) -> Work:
        data = self.cleaned_data
        return Work(
            kind=self.kind,
            minutes=self.chosen_minutes or 0,
            starts_at=self._moment(),
            topic=data["topic"],
            channel=data.get("channel", ""),
            persons=self.people,
            head_count=None if self.people else data.get("head_count"),
            line=data["line"],
        )

    def save(self) -> WorkLog | None:
        """The row, or None with what is wrong on the form."""
        try:
            if self.row:
                return mend_work(row=self.row, work=self.work)
            return log_work(user=self.by, work=self.work, press=self.cleaned_data["press"])
        except LogRefused as refusal:
            self.add_error(refusal.field, refusal.sentence)
            return None


def blank(rows: Sequence[WorkLog], kind: str, asked: QueryDict) -> dict[str, Any]:
    """What a new form is filled with: what the address asks for, else as it was last time."""
    last = next((row for row in rows if row.kind == kind), None)
    minutes = last.minutes if last else USUAL
    filled: dict[str, Any] = {
        "press": uuid4(),
        "minutes": minutes if minutes in OFFERED else USUAL,
        "topic": last.topic_id if last else None,
        "channel": last.channel if last and last.channel else Channel.IN_PERSON,
        "head_count": 1,
    }
    return filled | {name: asked[name] for name in ("topic", "channel") if asked.get(name)}


def typed(data: QueryDict) -> dict[str, Any]:
    """What was typed so far, to be shown again without being judged."""
    names = ("press", "minutes", "other_minutes", "topic", "channel", "team", "head_count", "day", "clock", "line")
    return {name: data.get(name) for name in names}


def of_row(row: WorkLog) -> dict[str, Any]:
    """What stands in `row`."""
    here = row.starts_at.astimezone(row.institution.tz)
    known = row.minutes in OFFERED
    return {
        "minutes": row.minutes if known else None,
        "other_minutes": None if known else row.minutes,
        "topic": row.topic_id,
        "channel": row.channel,
        "head_count": row.head_count or 1,
        "day": row.late_for or here.date(),
        "clock": here.time().replace(second=0, microsecond=0),
        "line": row.line,
    }


def people_to_choose(form: WorkForm, recent: Iterable[User], found: Iterable[User]) -> list[tuple[User, bool]]:
    """Whom the form offers, each once, with whether they are named: chosen ones first, then found, then recent."""
    chosen = {person.pk for person in form.people}
    everyone = {person.pk: person for person in (*form.people, *found, *recent)}
    return [(person, pk in chosen) for pk, person in everyone.items()]


class CorrectionForm(forms.Form):
    """How long a row of a closed month really was."""

    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes, as they should have been"),
        min_value=0,
        max_value=LONGEST,
        help_text=gettext_lazy("0 when it did not happen. The difference counts in this month, as a row of its own."),
    )


class ObjectionForm(forms.Form):
    """What one says against a row that names one."""

    text = FreeTextField(
        label=gettext_lazy("What is wrong with it?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("You and whoever wrote the row can read this. Leave out everything about students."),
    )


def press_of(text: str) -> UUID | None:
    """The mark of a press as a form sent it; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
