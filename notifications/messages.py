"""The one kind of message that belongs to no room: a mail by which somebody tries out that mails come through."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications.models import Message
from notifications.outbox import enqueue
from notifications.registry import Mail, message_kind
from organisation.models import User

KIND = "test_mail"


@dataclass
class Trial:
    """What a test mail is about: the person who wants it, and which of theirs it is."""

    pk: int
    revision: int


@message_kind(KIND)
class TestMail:
    def load(self, thing_id: int, revision: int) -> User | None:
        return User.objects.filter(pk=thing_id, is_active=True).select_related("institution").first()

    def render(self, kind: str, person: User, recipient: User) -> Mail | None:
        if person != recipient or person.institution is None:
            return None
        context = {
            "subject": _("A test: mails from Kotipesä come through"),
            "greeting": _("Hello %(name)s, this is the test that you asked for.") % {"name": person.get_short_name()},
            "institution": person.institution.name,
            "button": _("Open Kotipesä"),
            "button_url": settings.BASE_URL + reverse("home"),
            "why": _("You get this because you pressed the button for it."),
        }
        return Mail(
            subject=context["subject"],
            text=render_to_string("email/base.txt", context),
            html=render_to_string("email/base.html", context),
        )


def last_test_mail(person: User) -> Message | None:
    """The newest test mail to `person`, whatever became of it."""
    return Message.objects.filter(kind=KIND, thing_id=person.pk, recipient=person).order_by("-revision").first()


@transaction.atomic
def send_test_mail(*, person: User) -> None:
    """Put a test mail to `person` into the outbox; while one waits there, another press adds none."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    last = last_test_mail(person)
    if last is None or last.state != Message.State.WAITING:
        enqueue(kind=KIND, thing=Trial(person.pk, last.revision + 1 if last else 0), recipient=person)
