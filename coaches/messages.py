"""The mail that says how much of the hours is used."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coaches.hours.accounts import OVER
from coaches.hours.forecast import hours_of
from coaches.hours.warnings import TOLD, balance_of
from coaches.hours.years import Year
from coaches.models import HoursWarning
from notifications.registry import Fact, Mail, message_kind
from organisation.models import User


@message_kind(TOLD)
class MostHoursUsed:
    def load(self, thing_id: int, revision: int) -> HoursWarning | None:
        """None once it is no longer so: hours were added, or what was logged was mended."""
        found = HoursWarning.objects.select_related("institution", "user").filter(pk=thing_id).first()
        if found is None:
            return None
        balance = balance_of(found.user_id, found.institution, found.academic_year)
        return found if balance.warning >= found.percent else None

    def render(self, kind: str, warning: HoursWarning, recipient: User) -> Mail | None:
        if recipient.pk != warning.user_id:
            return None
        balance = balance_of(warning.user_id, warning.institution, warning.academic_year)
        year = Year(warning.academic_year).words
        subject = _("Your hours of %(year)s are used") if warning.percent >= OVER else _("80 %% of your hours are used")
        context = {
            "subject": subject % {"year": year},
            "greeting": _("Hello %(name)s") % {"name": recipient.get_short_name()},
            "when": subject % {"year": year},
            "facts": [
                Fact(_("Academic year"), year),
                Fact(_("Given"), hours_of(balance.given)),
                Fact(_("Used"), hours_of(balance.used)),
                Fact(pgettext("hours", "Left"), hours_of(balance.left)),
            ],
            "button_url": settings.BASE_URL + reverse("coaches:hours"),
            "button": _("Open your hours"),
            "after": [_("Speak with your coordinator in good time about what the rest of the year needs.")],
            "institution": warning.institution.name,
            "why": _("You get this once, because hours were given to you for this task."),
        }
        return Mail(
            subject=context["subject"],
            text=render_to_string("email/base.txt", context),
            html=render_to_string("email/base.html", context),
        )
