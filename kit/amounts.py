"""Lengths of time as people say and type them: an amount with its unit, for what is stored as minutes or as days."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kit.times import NBSP, minutes_words


@dataclass(frozen=True)
class Unit:
    """`size` of a unit is in what is stored: minutes in MINUTES, days in DAYS."""

    code: str
    name: str | Promise
    size: int


MINUTES = (
    Unit("minute", pgettext_lazy("after a number", "minutes"), 1),
    Unit("hour", pgettext_lazy("after a number", "hours"), 60),
    Unit("day", pgettext_lazy("after a number", "days"), 24 * 60),
)
DAYS = (
    Unit("day", pgettext_lazy("after a number", "days"), 1),
    Unit("week", pgettext_lazy("after a number", "weeks"), 7),
)


def largest(amount: int, units: Sequence[Unit]) -> Unit:
    """The largest unit in which `amount` is a whole number; the smallest for none at all."""
    return next((unit for unit in reversed(units) if amount and amount % unit.size == 0), units[0])


def days_words(days: int) -> str:
    """Such as "8 weeks", "10 days": whole weeks from two on."""
    if days >= 14 and days % 7 == 0:
        return (ngettext("%(n)d week", "%(n)d weeks", days // 7) % {"n": days // 7}).replace(" ", NBSP)
    return (ngettext("%(n)d day", "%(n)d days", days) % {"n": days}).replace(" ", NBSP)


def length_words(minutes: int) -> str:
    """Such as "45 min", "4 h", "1 h 30 min", "2 days"."""
    if minutes and minutes % (24 * 60) == 0:
        return days_words(minutes // (24 * 60))
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours}{NBSP}h"] * (hours > 0) + [minutes_words(rest)] * (rest > 0 or not hours)
    return " ".join(parts)


def amount_words(amount: int, units: Sequence[Unit]) -> str:
    return days_words(amount) if units is DAYS else length_words(amount)


class AmountWidget(forms.MultiWidget):
    """A number and its unit, side by side."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        number = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0})
        super().__init__([number, forms.Select(choices=[(unit.code, unit.name) for unit in units])])

    def decompress(self, value: Any) -> list[Any]:
        if value is None:
            return [None, self.units[-1].code]
        unit = largest(value, self.units)
        return [value // unit.size, unit.code]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        unit = context["widget"]["subwidgets"][1]["attrs"]
        for told_by_the_number in ("aria-describedby", "aria-invalid", "required", "autofocus"):
            unit.pop(told_by_the_number, None)
        unit |= {"class": "form-select", "aria-label": _("Unit")}
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html('<div class="input-group">{}</div>', super().render(name, value, attrs, renderer))


class AmountField(forms.MultiValueField):
    """A whole number of some unit, as the number that is stored; from `least` to `most`, both in what is stored."""

    default_error_messages = {"invalid": gettext_lazy("Write a whole number.")}

    def __init__(self, units: Sequence[Unit], *, least: int = 0, most: int, **kwargs: Any) -> None:
        self.units, self.least, self.most = units, least, most
        parts = (
            forms.IntegerField(error_messages={"invalid": gettext_lazy("Write a whole number.")}),
            forms.ChoiceField(choices=[(unit.code, unit.name) for unit in units]),
        )
        super().__init__(parts, widget=AmountWidget(units), **kwargs)

    def compress(self, data_list: list[Any]) -> int | None:
        if not data_list or data_list[0] is None:
            return None
        number, code = data_list
        amount = number * next(unit.size for unit in self.units if unit.code == code)
        if not self.least <= amount <= self.most:
            span = {"least": amount_words(self.least, self.units), "most": amount_words(self.most, self.units)}
            raise ValidationError(_("Choose something between %(least)s and %(most)s.") % span)
        return amount
