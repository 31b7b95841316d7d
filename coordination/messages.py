"""The mails about requests, never with what one is about; about feedback on accessibility, with all of it; letters."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination import policies
from coordination.families import MONTHLY, REQUESTS
from coordination.models import AccessibilityFeedback, HelpRequest, Letter, Welcome
from coordination.monthly import LETTER, month_number, news_for, today_at
from coordination.monthly_news import more_news_for
from kit import times
from notifications.registry import Fact, Mail, message_kind
from notifications.unsubscribing import unsubscribe_url
from organisation.models import User
from sessions.models import Session


def _mail(name: str, context: dict[str, Any]) -> Mail:
    """The mail that the templates `name` make of `context`; to choose between such mails one follows its last link."""
    context = {"settings_url": settings.BASE_URL + reverse("notifications:choices"), **context}
    return Mail(
        subject=context["subject"],
        text=render_to_string(f"coordination/email/{name}.txt", context),
        html=render_to_string(f"coordination/email/{name}.html", context),
        url=context["button_url"],
    )


@message_kind("person_welcomed")
class PersonWelcomed:
    def load(self, thing_id: int, revision: int) -> Welcome | None:
        """None once the person has signed in, or left: then there is nothing to tell."""
        waiting = Welcome.objects.filter(person__last_login=None, person__is_active=True)
        return waiting.filter(pk=thing_id, revision=revision).select_related("institution").first()

    def render(self, kind: str, welcome: Welcome, recipient: User) -> Mail:
        context = {
            "settings_url": "",
            "subject": _("Welcome to Kotipesä of %(name)s") % {"name": welcome.institution.name},
            "greeting": _("Hello %(name)s") % {"name": recipient.get_short_name()},
            "address": recipient.email,
            "button_url": settings.BASE_URL + reverse("account_request_login_code"),
            "button": _("Sign in"),
            "institution": welcome.institution.name,
        }
        return _mail("person_welcomed", context)


@message_kind("help_requested", family=REQUESTS)
class HelpRequested:
    def load(self, thing_id: int, revision: int) -> HelpRequest | None:
        found = HelpRequest.objects.open().filter(pk=thing_id, revision=revision)
        return found.select_related("person", "topic", "institution").first()

    def render(self, kind: str, request: HelpRequest, recipient: User) -> Mail | None:
        if not policies.can_assign(recipient, request):
            return None
        context = {
            "subject": _subject(request) % {"topic": request.topic.name},
            "greeting": _("Hello %(name)s") % {"name": recipient.get_short_name()},
            "facts": [
                Fact(_("Who"), request.person.get_full_name()),
                Fact(_("Topic"), request.topic.name),
                Fact(_("Answer by"), times.day_words(request.promised_on)),
            ],
            "button_url": settings.BASE_URL + reverse("coordination:assign", args=[request.pk]),
            "button": _("Open the request"),
            "institution": request.institution.name,
        }
        return _mail("help_requested", context)


def _subject(request: HelpRequest) -> str:
    if request.is_open_again:
        return _("Open again, a colleague asks for help: %(topic)s")
    return _("A colleague asks for help: %(topic)s")


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
                Fact(_("Who"), feedback.name or unknown),
                Fact(_("E-mail"), feedback.email or unknown),
                Fact(_("Language"), feedback.get_language_display()),
                Fact(_("Answer by"), times.long_day(feedback.answer_by)),
            ],
            "button_url": settings.BASE_URL + reverse("coordination:accessibility_feedback"),
            "button": _("Open the feedback"),
            "institution": feedback.institution.name if feedback.institution else "",
        }
        return _mail("accessibility", context)


@message_kind("letter")
class Written:
    """What a coordinator wrote, in the frame of the recipient's language."""

    def load(self, thing_id: int, revision: int) -> Letter | None:
        return Letter.objects.select_related("author", "institution").filter(pk=thing_id, revision=revision).first()

    def render(self, kind: str, letter: Letter, recipient: User) -> Mail | None:
        if recipient.institution_id != letter.institution_id:
            return None
        author = letter.author
        sender = pgettext("of a mail", "From")
        context = {
            "subject": letter.subject,
            "greeting": _("Hello %(name)s") % {"name": recipient.get_short_name()},
            "letter": letter,
            "facts": [Fact(sender, author.get_full_name()), Fact(_("Answer to"), author.email)] if author else [],
            "button_url": settings.BASE_URL + reverse("home"),
            "button": _("Open Kotipesä"),
            "institution": letter.institution.name,
            "why": _("You get this because you belong to those to whom the coordinator writes."),
        }
        return _mail("letter", context)


@message_kind(LETTER, family=MONTHLY)
class MonthlyLetter:
    """What changes and the open clinics ahead. Its thing is the recipient, its revision the month."""

    def load(self, thing_id: int, revision: int) -> User | None:
        """None when the month is over: it would tell of another."""
        person = User.objects.filter(pk=thing_id).select_related("institution").first()
        return person if person and person.institution and revision == month_number(today_at(person)) else None

    def render(self, kind: str, person: User, recipient: User) -> Mail | None:
        (changes, clinics), more = news_for(recipient), more_news_for(recipient)
        if not (changes or clinics or more) or recipient.institution is None:
            return None
        context = {
            "subject": _("This month: changes and open clinics"),
            "greeting": _("Hello %(name)s") % {"name": recipient.get_short_name()},
            "changes": [(times.day_words(change.day), change.text) for change in changes],
            "clinics": [
                (times.time_range(clinic.starts_at, clinic.ends_at), clinic.title, link_to(clinic))
                for clinic in clinics
            ],
            "more": more,
            "button_url": settings.BASE_URL + reverse("sessions:clinics"),
            "button": _("Open clinics"),
            "institution": recipient.institution.name,
            "why": _("You get this once a month because you work here."),
        }
        return replace(_mail("monthly_letter", context), unsubscribe=unsubscribe_url(recipient, MONTHLY.code))


def link_to(clinic: Session) -> str:
    return settings.BASE_URL + reverse("sessions:detail", args=[clinic.pk])
