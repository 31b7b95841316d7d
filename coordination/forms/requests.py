"""Asking without choosing a coach: a plain form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from coaches.models import Channel
from coordination.models import HelpRequest, PartOfDay
from coordination.services import ask_for_help
from kit import times
from kit.free_text import FreeTextField
from organisation.models import User
from organisation.terms import say_lazy
from topics.models import Topic

WORKDAYS = range(1, 6)


class HelpRequestForm(forms.Form):
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none(), empty_label=_("Choose a topic"))
    about = FreeTextField(
        label=_("What would you like to talk about?"),
        help_text=say_lazy(
            _(
                "One sentence is enough. You, the coordinator and the {coach} who takes it see this. "
                "Do not write students' names or other data about them."
            )
        ),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days that suit"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    parts = forms.MultipleChoiceField(
        label=_("Times of day"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    channel = forms.ChoiceField(label=_("How"), required=False)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        topic, weekdays = self.fields["topic"], self.fields["weekdays"]
        assert isinstance(topic, forms.ModelChoiceField)
        assert isinstance(weekdays, forms.TypedMultipleChoiceField)
        topic.queryset = Topic.objects.visible_to(person).offered()
        names = times.words().weekdays
        weekdays.choices = [(day, capfirst(names[day - 1])) for day in WORKDAYS]
        self._offer("parts", PartOfDay.choices)
        self._offer("channel", [("", _("any way")), *Channel.choices])

    def _offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(value, capfirst(str(label))) for value, label in choices]

    def ask(self) -> HelpRequest:
        return ask_for_help(person=self.person, **self.cleaned_data)
