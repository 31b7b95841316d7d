"""The mails about requests. What a request is about is never in them."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.models import HelpRequest
from notifications.registry import Mail, message_kind
from organisation.models import User


@message_kind("help_requested")
class HelpRequested:
    def load(self, thing_id: int, revision: int) -> HelpRequest | None:
        found = HelpRequest.objects.open().filter(pk=thing_id, revision=revision)
        return found.select_related("person", "topic", "institution").first()

    def render(self, kind: str, request: HelpRequest, recipient: User) -> Mail | None:
        if not HelpRequest.objects.visible_to(recipient).filter(pk=request.pk).exists():
            return None
        context = {
            "subject": _("A colleague asks for help: %(topic)s") % {"topic": request.topic.name},
            "greeting": _("Hello %(name)s") % {"name": recipient.get_short_name()},
            "facts": [(_("Who"), request.person.get_full_name()), (_("Topic"), request.topic.name)],
            "button_url": settings.BASE_URL + reverse("coordination:requests"),
            "button": _("Open the requests"),
            "institution": request.institution.name,
        }
        return Mail(
            subject=context["subject"],
            text=render_to_string("coordination/email/help_requested.txt", context),
            html=render_to_string("coordination/email/help_requested.html", context),
        )
