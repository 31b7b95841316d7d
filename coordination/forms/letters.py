"""Writing to one person, and to a group."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.forms.scope import ScopeForm
from coordination.models import Letter
from coordination.selectors.letters import Group
from coordination.services import announce_to, write_letter
from kit.forms import RowChoiceField
from kit.free_text import FreeTextField
from organisation.models import User
from topics.models import Topic

Audience = Letter.Audience
NO_STUDENTS = gettext_lazy("This goes out by mail. Do not write students' names or other data about them.")


class LetterForm(forms.Form):
    """Subject and text. `key` is made with the form, so that sending it twice is one letter."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    subject = FreeTextField(
        label=gettext_lazy("Subject"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write a subject.")},
    )
    text = FreeTextField(
        label=gettext_lazy("Text"),
        help_text=NO_STUDENTS,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Write what you want to say.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"key": uuid4(), **kwargs.get("initial", {})}})

    def send(self, person: User, by: User) -> Letter:
        return write_letter(person=person, by=by, **self.cleaned_data)


class AnnouncementForm(ScopeForm, LetterForm):
    """To whom, within the scope of the writer; and what."""

    audience = forms.ChoiceField(label=gettext_lazy("To whom"), widget=forms.RadioSelect)
    topic = RowChoiceField(
        label=gettext_lazy("Topic"),
        required=False,
        empty_label=gettext_lazy("Choose a topic"),
        help_text=gettext_lazy("Only for those who booked a topic."),
    )
    field_order = ["key", "audience", "topic", "site", "sector", "subject", "text"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        audience, topic = self.fields["audience"], self.fields["topic"]
        assert isinstance(audience, forms.ChoiceField)
        assert isinstance(topic, RowChoiceField)
        audience.choices = [
            (value, capfirst(str(label))) for value, label in Audience.choices if value != Audience.PERSON
        ]
        audience.error_messages["required"] = _("Choose to whom it goes.")
        topic.offer(Topic.objects.visible_to(by).offered())

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("audience") == Audience.BOOKED and not data.get("topic") and "topic" not in self.errors:
            self.add_error("topic", _("Choose the topic that they booked."))
        return data

    @property
    def group(self) -> Group:
        data = self.cleaned_data
        topic = data["topic"] if data["audience"] == Audience.BOOKED else None
        return Group(data["audience"], *self.places(), topic.pk if topic else None)

    def announce(self) -> Letter:
        data = self.cleaned_data
        return announce_to(group=self.group, subject=data["subject"], text=data["text"], by=self.by, key=data["key"])
