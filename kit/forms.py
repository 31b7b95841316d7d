"""Form fields that Django lacks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _


class RowChoiceField(forms.ChoiceField):
    """A choice among rows that were read once.

    Django's own field for this asks the database once to check the choice and once more to show the list.
    """

    default_error_messages = {"invalid_choice": _("Choose one from the list.")}

    def __init__(self, *, empty_label: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.empty_label = empty_label
        self.rows: dict[str, Model] = {}

    def offer(self, rows: Iterable[Model]) -> None:
        """Make `rows` the choices, in their order; without an empty label one of them must be chosen."""
        self.rows = {str(row.pk): row for row in rows}
        nothing = [] if self.empty_label is None else [("", self.empty_label)]
        self.choices = [*nothing, *((pk, str(row)) for pk, row in self.rows.items())]

    def clean(self, value: Any) -> Any:
        """The chosen row, None where nothing was chosen."""
        if value in self.empty_values:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if (row := self.rows.get(str(value))) is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return row
