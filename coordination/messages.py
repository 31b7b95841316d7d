"""The mails of the coordinator's room: never what a request is about; of feedback on accessibility, all of it."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.models import AccessibilityFeedback, HelpRequest, Welcome
from kit import times
from notifications.registry import Mail, message_kind
from organisation.models import User


@message_kind("person_welcomed")
class PersonWelcomed:
    def load(self, thing_id: int, revision: int) -> Welcome | None:
        """None once the person has signed in, or left: then there is nothing to tell."""
        waiting = Welcome.objects.filter(person__last_login=None, person__is_active=True)
        return waiting.filter(pk=thing_id, revision=revision).select_related("institution").first()

    def render(self, kind: str, welcome: Welcome, recipient: User) -> Mail:
        context = {
            "subject": _("Welcome to Kotipesä of %(name)s") % {"name": welcome.institution.name},
            "greeting": _("Hello %(name)s") % {"name": recipient.get_short_name()},
            "address": recipient.email,
            "button_url": settings.BASE_URL + reverse("account_request_login_code"),
            "button": _("Sign in"),
            "institution": welcome.institution.name,
        }
        return Mail(
            subject=context["subject"],
            text=render_to_string("coordination/email/person_welcomed.txt", context),
            html=render_to_string("coordination/email/person_welcomed.html", context),
        )


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


@message_kind("accessibility_feedback")
class AccessibilityFeedbackGiven:
    def load(self, thing_id: int, revision: int) -> AccessibilityFeedback | None:
        return AccessibilityFeedback.objects.waiting().filter(pk=thing_id).select_related("institution").first()

    def render(self, kind: str, feedback: AccessibilityFeedback, recipient: User) -> Mail | None:
        if not AccessibilityFeedback.objects.visible_to(recipient).filter(pk=feedback.pk).exists():
            return None
        unknown, subject = _("not told"), _("Feedback on accessibility")
        context = {
            "subject": subject,
            "greeting": _("Hello %(name)s") % {"name": recipient.get_short_name()},
            "said": feedback.text,
            "facts": [
                (_("Who"), feedback.name or unknown),
                (_("E-mail"), feedback.email or unknown),
                (_("Language"), feedback.get_language_display()),
                (_("Answer by"), times.long_day(feedback.answer_by)),
            ],
            "button_url": settings.BASE_URL + reverse("coordination:accessibility_feedback"),
            "button": _("Open the feedback"),
            "institution": feedback.institution.name if feedback.institution else "",
        }
        return Mail(
            subject=subject,
            text=render_to_string("coordination/email/accessibility.txt", context),
            html=render_to_string("coordination/email/accessibility.html", context),
        )
