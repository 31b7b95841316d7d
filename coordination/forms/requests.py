"""Asking without choosing a coach: a plain form, filled again to edit what was asked."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaches.forms import DayField
from coaches.models import Channel
from coordination.models import HelpRequest, PartOfDay, Soon
from coordination.services import ask_for_help, change_request
from kit import times
from kit.forms import RowChoiceField
from kit.free_text import FreeTextField
from organisation.models import Language, Site, User
from organisation.people import institution_of
from organisation.terms import say_lazy
from topics.models import Topic

WORKDAYS = range(1, 6)
MOST_PEOPLE = 60
CARRIED = {"topic": "topic", "site": "meeting_site", "channel": "channel", "language": "language"}
"""What the search for free times calls it, and what this form does."""


class HelpRequestForm(forms.Form):
    topic = RowChoiceField(label=gettext_lazy("Topic"), empty_label=gettext_lazy("Choose a topic"))
    about = FreeTextField(
        label=gettext_lazy("What would you like to talk about?"),
        help_text=say_lazy(
            gettext_lazy(
                "One sentence is enough. You, the coordinator, whoever may take it as a {coach} and your {coach} see "
                "this. Do not write students' names or other data about them."
            )
        ),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days that suit"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Times of day"), required=False, widget=forms.CheckboxSelectMultiple
    )
    soon = forms.ChoiceField(label=gettext_lazy("How soon"), widget=forms.RadioSelect)
    wanted_by = DayField(
        label=gettext_lazy("At the latest"),
        help_text=gettext_lazy("Needed only if you chose “By a date”."),
        required=False,
    )
    channel = forms.ChoiceField(label=gettext_lazy("How"), required=False)
    meeting_site = RowChoiceField(
        label=say_lazy(gettext_lazy("{Site}")), required=False, empty_label=gettext_lazy("Any")
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the session"),
        choices=[("", gettext_lazy("Any")), *Language.choices],
        required=False,
    )
    people = forms.IntegerField(
        label=gettext_lazy("How many people"),
        help_text=gettext_lazy("1 if you come alone."),
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
    )
    group = FreeTextField(
        label=gettext_lazy("Which team or group"),
        help_text=gettext_lazy(
            "Only if there are several of you: the team's name, or your colleagues' names or addresses with a comma "
            "between. They are invited when a time is booked."
        ),
        required=False,
        max_length=500,
    )

    def __init__(self, data: Any = None, *, person: User, request: HelpRequest | None = None, **kwargs: Any) -> None:
        super().__init__(data, initial=_initial(request) | kwargs.pop("initial", {}), **kwargs)
        self.person, self.request = person, request
        self.today = timezone.localdate(timezone=institution_of(person).tz)
        self._rows("topic", Topic.objects.visible_to(person).offered())
        self._rows("meeting_site", Site.objects.visible_to(person).valid_on(self.today))
        names = times.words().weekdays
        self._offer("weekdays", [(day, names[day - 1]) for day in WORKDAYS])
        self._offer("parts", PartOfDay.choices)
        self._offer("soon", Soon.choices)
        self._offer("channel", [("", _("any way")), *Channel.choices])

    def _rows(self, name: str, rows: Iterable[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, RowChoiceField)
        field.offer(rows)

    def _offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(value, capfirst(str(label))) for value, label in choices]

    def clean_people(self) -> int:
        return self.cleaned_data["people"] or 1

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "wanted_by" in data and "soon" in data:
            data["wanted_by"] = self._latest_day(data["soon"], data["wanted_by"])
        return data

    def _latest_day(self, soon: str, day: date | None) -> date | None:
        """The last day that suits; None for no hurry."""
        if soon == Soon.THIS_WEEK:
            return self.today + timedelta(days=7 - self.today.isoweekday())
        if soon == Soon.TWO_WEEKS:
            return self.today + timedelta(days=14)
        if soon == Soon.NO_HURRY:
            return None
        if day is None or day < self.today:
            self.add_error("wanted_by", _("Write the last day that suits, today or later."))
        return day

    def save(self) -> HelpRequest:
        """The request as asked, or as edited. Raises RequestChanged when it was answered while it was edited."""
        if self.request is None:
            return ask_for_help(person=self.person, **self.cleaned_data)
        return change_request(request=self.request, **self.cleaned_data)


def _initial(request: HelpRequest | None) -> dict[str, Any]:
    if request is None:
        return {"people": 1, "soon": Soon.NO_HURRY}
    names = ("about", "weekdays", "parts", "soon", "wanted_by", "channel", "language", "people", "group")
    keys = {"topic": request.topic_id, "meeting_site": request.meeting_site_id}
    return keys | {name: getattr(request, name) for name in names}


def carried_over(query: QueryDict) -> dict[str, Any]:
    """What was looked for among the free times, as the beginning of a request."""
    found: dict[str, Any] = {mine: query[theirs][:18] for theirs, mine in CARRIED.items() if query.get(theirs)}
    if len(query.getlist("channel")) > 1:
        del found["channel"]
    return found | {"parts": query.getlist("part")}
