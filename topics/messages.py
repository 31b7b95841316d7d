"""The mail that says that a guideline is due for review."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kit import times
from notifications.registry import Fact, Mail, message_kind
from organisation.models import User
from topics.families import REVIEWS
from topics.library import DUE
from topics.models import Guideline
from topics.policies import can_review


@message_kind(DUE, family=REVIEWS)
class GuidelineDue:
    def load(self, thing_id: int, revision: int) -> Guideline | None:
        """None once it is reviewed, or when it is due on another day."""
        found = Guideline.objects.filter(pk=thing_id).select_related("institution", "topic", "owner").first()
        if found is None or found.topic.is_retired or found.due_on.toordinal() != revision:
            return None
        return found if found.due_on <= timezone.localdate(timezone=found.institution.tz) else None

    def render(self, kind: str, guideline: Guideline, recipient: User) -> Mail | None:
        """None for whoever does not answer for it any more."""
        if not can_review(recipient, guideline):
            return None
        context = {
            "subject": _("To be reviewed: %(title)s") % {"title": guideline.title},
            "greeting": _("Hello %(name)s, a guideline that you answer for is due for review.")
            % {"name": recipient.get_short_name()},
            "when": guideline.title,
            "facts": [
                Fact(_("Topic"), guideline.topic.name),
                Fact(pgettext("of a guideline", "Kind"), capfirst(guideline.get_kind_display())),
                Fact(_("Last reviewed"), times.date_words(guideline.reviewed_on)),
            ],
            "after": [_("If it still holds, one press is enough.")],
            "button": _("Open the list"),
            "button_url": settings.BASE_URL + reverse("coaches:guidelines_due"),
            "settings_url": settings.BASE_URL + reverse("notifications:choices"),
            "institution": guideline.institution.name,
            "why": _("You get this because you answer for the guideline. It comes once each time that it is due."),
        }
        return Mail(
            subject=context["subject"],
            text=render_to_string("email/base.txt", context),
            html=render_to_string("email/base.html", context),
            url=context["button_url"],
        )
