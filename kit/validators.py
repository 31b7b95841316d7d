"""What a column may hold, where Django has no check of its own."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

validate_oid = RegexValidator(
    r"^1\.2\.246\.562\.10\.\d{1,20}\Z", _("An OID looks like 1.2.246.562.10. followed by digits.")
)


def validate_zone(name: str) -> None:
    """Raises ValidationError unless the zone database knows `name`."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("%(name)s is not a time zone, such as Europe/Helsinki."), params={"name": name})
