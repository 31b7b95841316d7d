"""When reminders go out, and whom people can ask."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.forms.settings import SettingForm
from kit.amounts import MINUTES, AmountField
from organisation.models import Institution

MOST = 5
A_MONTH = 28 * 24 * 60


class MailForm(SettingForm):
    class Meta:
        model = Institution
        fields = ["contact_name", "contact_email"]
        help_texts = {
            "contact_email": gettext_lazy("Stands at the foot of every page and on the public page, for questions.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offsets = sorted(self.instance.reminder_offsets, reverse=True)
        for number in range(MOST):
            name = f"reminder_{number + 1}"
            label = _("Reminder %(number)d, before the start") % {"number": number + 1}
            self.fields[name] = AmountField(MINUTES, least=5, most=A_MONTH, label=label, required=False)
            self.initial[name] = offsets[number] if number < len(offsets) else None

    @property
    def columns(self) -> list[str]:
        return ["reminder_offsets", *super().columns]

    @property
    def reminders(self) -> list[Any]:
        """The fields of the reminders."""
        return [self[f"reminder_{number + 1}"] for number in range(MOST)]

    @property
    def contact(self) -> list[Any]:
        return [self[name] for name in super().columns]

    def label_of(self, column: str) -> str:
        return _("Reminders") if column == "reminder_offsets" else super().label_of(column)

    def clean(self) -> dict[str, Any]:
        """The same reminder twice is one."""
        data = super().clean() or self.cleaned_data
        told = {data[name] for name in self.fields if name.startswith("reminder_") and data.get(name) is not None}
        self.instance.reminder_offsets = sorted(told, reverse=True)
        return data
