"""Topics and the areas that group them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms.settings import SettingForm
from coordination.rule_words import SHORT
from coordination.services.settings import save_topic
from kit.amounts import AmountField
from kit.free_text import FreeTextField
from topics.models import ThemeArea, Topic


class OrderedForm(SettingForm):
    """Saved with its place in the order."""

    def write(self) -> None:
        save_topic(thing=self.instance, columns=self.columns, stamp=self.stamp)


class ThemeAreaForm(OrderedForm):
    class Meta:
        model = ThemeArea
        fields = ["name_fi", "name_sv", "name_en"]


def description(label: Any) -> FreeTextField:
    return FreeTextField(label=label, required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class TopicForm(OrderedForm):
    description_fi = description(_("Description in Finnish"))
    description_sv = description(_("Description in Swedish"))
    description_en = description(_("Description in English"))
    length_minutes = AmountField(
        SHORT,
        least=15,
        most=240,
        label=_("Usual length"),
        required=False,
        help_text=_("Left empty, it is that of the booking rules."),
    )

    class Meta:
        model = Topic
        fields = [
            *("name_fi", "name_sv", "name_en", "description_fi", "description_sv", "description_en"),
            *("theme_area", "length_minutes", "for_new_teachers"),
        ]
        labels = {"for_new_teachers": _("Suits new teachers")}
        help_texts = {"for_new_teachers": _("Marked so wherever topics are listed.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = self.fields["theme_area"]
        assert isinstance(area, forms.ModelChoiceField)
        area.queryset = ThemeArea.objects.filter(institution=self.instance.institution)
        area.empty_label = str(_("Outside every area"))
