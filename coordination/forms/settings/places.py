"""Sites and sectors."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coaches.forms import DayField
from coordination.forms.settings import SettingForm
from organisation.models import Sector, Site


class PlaceForm(SettingForm):
    """Three names and the days between which a place is in use."""

    valid_from = DayField(
        label=gettext_lazy("In use from"),
        required=False,
        help_text=gettext_lazy("Left empty: in use from the beginning."),
    )
    valid_until = DayField(
        label=gettext_lazy("In use until"),
        required=False,
        help_text=gettext_lazy("The last day. After it nobody can choose it; what is booked already keeps it."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day cannot be before the first."))
        return data

    def _get_validation_exclusions(self) -> set[str]:
        # Said above, at the field.
        return super()._get_validation_exclusions() | {"valid_until"}  # type: ignore[misc]  # stubs lack it


class SiteForm(PlaceForm):
    class Meta:
        model = Site
        fields = ["name_fi", "name_sv", "name_en", "address", "oid", "valid_from", "valid_until"]
        help_texts = {"oid": gettext_lazy("The number in the national register, 1.2.246.562.10. and digits.")}


class SectorForm(PlaceForm):
    class Meta:
        model = Sector
        fields = ["name_fi", "name_sv", "name_en", "code", "valid_from", "valid_until"]
        help_texts = {"code": gettext_lazy("Your own short mark, such as one used in files.")}
