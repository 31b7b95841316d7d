"""Tags of the look: small parts that many rows repeat are made here, larger ones are partials in `templates/ui/`."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    RadioSelect,
    Select,
    SelectMultiple,
)
from django.forms.boundfield import BoundWidget
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from kit import icons, times

register = template.Library()
register.simple_tag(icons.icon, name="icon")

TINTS = 4


@register.simple_tag
def chip(kind: str, icon: str, text: str) -> SafeString:
    """`{% chip "ok" "check" word %}`; kind is ok, wait, late, info, mine or line. Word and sign, never colour alone."""
    return format_html('<span class="kp-chip kp-chip-{}">{}{}</span>', kind, icons.icon(icon), text)


@register.simple_tag
def leaf(when: datetime | date, size: str = "") -> SafeString:
    """`{% leaf session.starts_at %}`, `size="l"` for the large one. Hidden: the words beside it carry the date."""
    shown = times.leaf(when)
    classes = "".join((" kp-leaf-l" if size == "l" else "", " kp-leaf-now" if shown.is_today else ""))
    return format_html(
        '<span class="kp-leaf{}" aria-hidden="true"><span>{}</span><b>{}</b><span>{}</span></span>',
        *(classes, shown.weekday, shown.day, shown.month),
    )


@register.simple_tag
def avatar(person: Any, size: str = "") -> SafeString:
    """`{% avatar coach.user %}`: initials in a tint chosen by id, not by role or result. `size="l"` for a card."""
    name = person.get_full_name() if hasattr(person, "get_full_name") else str(person)
    tint = (getattr(person, "pk", None) or 0) % TINTS + 1
    large = " kp-av-l" if size == "l" else ""
    return format_html('<span class="kp-av kp-av-{}{}" aria-hidden="true">{}</span>', tint, large, initials(name))


@register.filter
def initials(name: str) -> str:
    """Such as "LL" of "Liisa Lahti"; the first and the last word count."""
    words = name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


@register.simple_tag
def widget(field: BoundField, **attrs: Any) -> SafeString:
    """The field's control with the look's class; `{% widget field rows=3 %}` adds attributes.

    A placeholder is left out: it vanishes while one types, so what helps stands under the label.
    """
    control = field.field.widget
    own = control.attrs.get("class", "")
    given = {name.replace("_", "-"): value for name, value in attrs.items()}
    attrs = {"placeholder": False, **given, "class": f"{_control_class(control)} {own}".strip()}
    plain = isinstance(control, Select) and not isinstance(control, (RadioSelect, SelectMultiple))
    return _select(field, attrs) if plain else field.as_widget(attrs=attrs)


def _select(field: BoundField, attrs: dict[str, Any]) -> SafeString:
    """A drop-down as Django writes it, without a template for every option: a page has hundreds of them."""
    control = field.field.widget
    attrs = {"id": field.auto_id, **control.attrs, **field.build_widget_attrs(attrs, control)}
    chosen = {str(value) for value in control.format_value(field.value()) or ()}
    options = format_html_join(
        "", '<option value="{}"{}>{}</option>', ((v, _chosen(v, chosen), label) for v, label in _options(control))
    )
    return format_html('<select name="{}"{}>{}</select>', field.html_name, flatatt(attrs), options)


def _chosen(value: Any, chosen: set[str]) -> SafeString:
    return mark_safe(" selected") if str(value) in chosen else mark_safe("")


def _options(control: Select) -> Iterator[tuple[Any, Any]]:
    """The choices of a drop-down, of its groups too."""
    for value, label in control.choices:
        yield from label if isinstance(label, (list, tuple)) else [(value, label)]


def _control_class(control: Any) -> str:
    if isinstance(control, (CheckboxInput, CheckboxSelectMultiple, RadioSelect)):
        return "form-check-input"
    return "form-select" if isinstance(control, Select) else "form-control"


@register.filter
def control_kind(field: BoundField) -> str:
    """How a field is laid out: "choice" (presses), "checks", "check" or "control"."""
    control = field.field.widget
    if isinstance(control, CheckboxSelectMultiple):
        return "checks"
    if isinstance(control, RadioSelect):
        return "choice"
    return "check" if isinstance(control, CheckboxInput) else "control"


@register.filter
def bad_fields(form: BaseForm) -> list[BoundField]:
    """The visible fields that have an error, in the form's order."""
    return [field for field in form.visible_fields() if field.errors]


@register.filter
def target_id(field: BoundField) -> str:
    """Where a link to a field lands: on its control, or on the first of several."""
    return field[0].id_for_label if field.use_fieldset and len(field) else field.id_for_label


@register.simple_tag
def check_tag(option: BoundWidget) -> SafeString:
    """One check box of several as Django writes it, with the look's class and without a template for each."""
    shown = option.data
    attrs = {"value": shown["value"], **shown["attrs"], "class": "form-check-input"}
    return format_html('<input type="{}" name="{}"{}>', shown["type"], shown["name"], flatatt(attrs))


@register.filter
def first_line(text: Any) -> str:
    """The bold fact of a message: what stands before its first line break."""
    return str(text).split("\n", 1)[0]


@register.filter
def other_lines(text: Any) -> str:
    """What follows from the fact: the rest of a message."""
    return str(text).partition("\n")[2]


@register.filter
def lines(text: Any) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in str(text).splitlines() if line.strip()]


@register.filter
def raised(text: Any) -> str:
    """The first letter raised, the rest as it is: "Tänään klo 13.30"."""
    return capfirst(str(text))
