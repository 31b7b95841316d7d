"""Giving hours to a person, a slice of an academic year at a time."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaches.exceptions import MandateRefused
from coaches.forms import DayField
from coaches.hours.services import save_mandate
from coaches.models import Mandate
from kit.free_text import FreeTextField
from organisation.calendar import academic_year_of

MOST = 1500


class QuarterHoursField(forms.DecimalField):
    """Hours in quarters as they are typed, with a comma or a point; as quarter hours."""

    def __init__(self, **kwargs: Any) -> None:
        words = {"invalid": gettext_lazy("Write hours in quarters, such as 12,25.")}
        super().__init__(
            min_value=0,
            max_value=MOST,
            error_messages=words,
            widget=forms.TextInput({"inputmode": "decimal"}),
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value).strip().replace(",", ".") if value else value)

    def clean(self, value: Any) -> Any:
        hours = super().clean(value)
        if hours is not None and hours * 4 % 1:
            raise ValidationError(_("Write hours in quarters, such as 12,25."))
        return hours


class MandateForm(forms.ModelForm):
    hours = QuarterHoursField(label=gettext_lazy("Hours"))
    starts_on = DayField(label=gettext_lazy("From"))
    ends_on = DayField(label=gettext_lazy("Until"))
    note = FreeTextField(label=gettext_lazy("Note"), required=False, max_length=200)
    description = FreeTextField(
        label=gettext_lazy("Role description"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What the person does in these hours. The manager confirms it together with them."),
    )

    class Meta:
        model = Mandate
        fields = ["role", "kind", "starts_on", "ends_on", "note", "description"]
        field_order = ["role", "hours", "starts_on", "ends_on", "kind", "note", "description"]
        widgets = {"role": forms.RadioSelect, "kind": forms.RadioSelect}
        labels = {"role": gettext_lazy("For which role"), "kind": gettext_lazy("Where the hours come from")}

    field_order = Meta.field_order

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = Mandate.Role.choices  # type: ignore[attr-defined]  # none is no choice
        self.fields["kind"].choices = Mandate.Kind.choices  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["hours"] = self._typed(self.instance.quarter_hours)

    @staticmethod
    def _typed(quarters: int) -> str:
        return f"{Decimal(quarters) / 4:.2f}".removesuffix(".00").replace(".", ",")

    def _get_validation_exclusions(self) -> set[str]:
        # The constraints speak when the hours are saved, each at its field; Django would say only their names.
        return super()._get_validation_exclusions() | {"ends_on", "starts_on", "role", "kind"}  # type: ignore[misc]

    def store(self) -> Mandate | None:
        """The saved slice, or None with the reason on the form."""
        self.instance.quarter_hours = int(self.cleaned_data["hours"] * 4)
        self.instance.academic_year = academic_year_of(self.cleaned_data["starts_on"])
        try:
            return save_mandate(self.instance)
        except MandateRefused as refusal:
            self.add_error(refusal.field, refusal.sentence)
            return None


def new_slice(person: Any, autumn: int) -> Mandate:
    """A slice of the whole year for `person`, with the role and the description of the last one."""
    last = Mandate.objects.filter(user=person).order_by("-starts_on", "-pk").first()
    usual = Mandate.Role.COACH if hasattr(person, "coach") else Mandate.Role.COORDINATOR
    return Mandate(
        institution=person.institution,
        user=person,
        academic_year=autumn,
        role=last.role if last else usual,
        description=last.description if last else "",
        starts_on=date(autumn, 8, 1),
        ends_on=date(autumn + 1, 7, 31),
    )
