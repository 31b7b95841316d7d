"""Why a request cannot be answered or changed."""

from django.utils.translation import gettext_lazy as _

from organisation.exceptions import Refused


class RequestClosed(Refused):
    """Somebody was quicker, or the asker took it back. Who, and with whom it is answered, is not told."""

    sentence = _("This request has been taken or withdrawn already. Nothing was booked.")


class RequestChanged(Refused):
    """It was answered while its asker still edited it."""

    sentence = _("The request has been answered meanwhile, so it can no longer be changed.")
