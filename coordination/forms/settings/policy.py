"""The rules of booking, each with its unit, what follows from it, and what it is by default."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _

from coordination.forms.settings import SettingForm
from coordination.rule_words import Rule, groups, rules
from kit.amounts import AmountField, AmountWidget, length_words
from organisation.models import Institution


@dataclass(frozen=True)
class Line:
    """A field of the page; `back` says the default where the field holds something else."""

    field: forms.BoundField
    back: str


class PolicyForm(SettingForm):
    class Meta:
        model = Institution
        fields = [rule.name for rule in rules()]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in rules():
            if rule.units or rule.most or rule.choices:
                self.fields[rule.name] = self._field_of(rule)
            field = self.fields[rule.name]
            default = _("By default: %(value)s.") % {"value": rule.words(rule.default)}
            field.label, field.help_text = rule.label, format_html("{} {}", rule.follows, default)

    def _field_of(self, rule: Rule) -> forms.Field:
        if rule.units:
            return AmountField(rule.units, least=rule.least, most=rule.most)
        if rule.choices:
            offered = sorted({*rule.choices, getattr(self.instance, rule.name)})
            return forms.TypedChoiceField(coerce=int, choices=[(n, length_words(n)) for n in offered])
        return forms.IntegerField(min_value=rule.least, max_value=rule.most)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        a_day, a_week = data.get("daily_cap"), data.get("weekly_cap")
        if a_day and a_week and a_week < a_day:
            self.add_error("weekly_cap", _("A week cannot have fewer than a day."))
        if data.get("preparation_minutes") and data.get("preparation_percent"):
            self.add_error("preparation_percent", _("Choose one of the two, and leave the other at 0."))
        return data

    @property
    def groups(self) -> Iterator[dict[str, Any]]:
        """The fields as the page lays them out: a title and its lines."""
        for group in groups():
            yield {"title": group.title, "lines": [Line(self[rule.name], self._back(rule)) for rule in group.rules]}

    def focus(self, name: str) -> None:
        """Let the page begin at the field `name`, where there is one."""
        if name in self.fields:
            self.fields[name].widget.attrs["autofocus"] = True

    def _back(self, rule: Rule) -> str:
        values = self.cleaned_data if self.is_bound and self.errors is not None else self.initial
        return "" if values.get(rule.name) == rule.default else rule.words(rule.default)


def with_default(data: QueryDict, name: str) -> QueryDict:
    """What was typed, with the default in the field `name`; as it is when there is no such rule."""
    rule = next((rule for rule in rules() if rule.name == name), None)
    if rule is None:
        return data
    filled = data.copy()
    if rule.units:
        filled[f"{name}_0"], filled[f"{name}_1"] = map(str, AmountWidget(rule.units).decompress(rule.default))
    elif isinstance(rule.default, bool):
        filled.setlist(name, ["on"] if rule.default else [])
    else:
        filled[name] = str(rule.default)
    return filled
