"""A short list of names in three languages, edited all at once."""

from collections.abc import Sequence
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.free_text import FreeTextField
from kit.names import LANGUAGES

BLANK = 2
"""So many rows more than there are names."""
LABELS = {"fi": _("In Finnish"), "sv": _("In Swedish"), "en": _("In English")}


class Named(Protocol):
    """Something with a name in three columns."""

    pk: int


class NameRowsForm(forms.Form):
    """A row for each of `things`, and a few empty ones. A row whose Finnish name is emptied is taken out of use."""

    def __init__(self, data: Any = None, *, things: Sequence[Named], length: int) -> None:
        super().__init__(data)
        self.keys = [*(str(thing.pk) for thing in things), *(f"new{number}" for number in range(1, BLANK + 1))]
        shown = {str(thing.pk): thing for thing in things}
        for key in self.keys:
            for language in LANGUAGES:
                initial = getattr(shown[key], f"name_{language}") if key in shown else ""
                self.fields[f"name_{language}_{key}"] = FreeTextField(
                    label=LABELS[language], max_length=length, required=False, initial=initial
                )

    @property
    def rows(self) -> list[tuple[bool, list[forms.BoundField]]]:
        """Of each row whether it is new, and its fields."""
        names = ([self[f"name_{language}_{key}"] for language in LANGUAGES] for key in self.keys)
        return [(key.startswith("new"), fields) for key, fields in zip(self.keys, names, strict=True)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for key in self.keys:
            others = any(cleaned.get(f"name_{language}_{key}") for language in LANGUAGES[1:])
            name = f"name_fi_{key}"
            if key.startswith("new") and others and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Write the Finnish one too: it is shown where another is missing."))
        return cleaned

    def names(self) -> dict[int | None, list[dict[str, str]]]:
        """By the key of what is there already, and under None what is new: columns with their words."""
        found: dict[int | None, list[dict[str, str]]] = {None: []}
        for key in self.keys:
            columns = {f"name_{language}": self.cleaned_data[f"name_{language}_{key}"] for language in LANGUAGES}
            if not key.startswith("new"):
                found[int(key)] = [columns]
            elif columns["name_fi"]:
                found[None].append(columns)
        return found
