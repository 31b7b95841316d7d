from django.utils.translation import gettext as _

from organisation.exceptions import Refused


class FeedbackClosed(Refused):
    """Somebody has answered already, or is not asked any more."""

    def __str__(self) -> str:
        return _("You have answered already, or the time for answering is over.")
