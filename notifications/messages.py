"""The kinds of message that belong to no room: the summary of others, and the mail that tries out the way."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications import clock
from notifications.gathering import DIGEST
from notifications.models import Message
from notifications.outbox import enqueue
from notifications.registry import Mail, kind_of, message_kind
from notifications.unsubscribing import SUMMARIES, unsubscribe_url
from organisation.models import User

logger = logging.getLogger(__name__)
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

    def needed_by(self, person: User) -> datetime:
        """At once: somebody waits for it, whatever the hour."""
        return clock.now()

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
            url=context["button_url"],
        )


@dataclass(frozen=True)
class Line:
    """A message as a summary tells it."""

    row: Message
    words: str
    url: str


@message_kind(DIGEST)
class Summary:
    """Tells what was put aside for it and is still true. Its thing is the recipient, its revision the day."""

    def load(self, thing_id: int, revision: int) -> list[Message] | None:
        ours = {"carried_by__kind": DIGEST, "carried_by__thing_id": thing_id, "carried_by__revision": revision}
        return list(Message.objects.filter(**ours, state=Message.State.HELD).order_by("created_at", "pk")) or None

    def render(self, kind: str, rows: list[Message], recipient: User) -> Mail | None:
        lines = list(_lines(rows, recipient))
        if not lines or recipient.institution is None:
            return None
        count = ngettext("%(n)d message", "%(n)d messages", len(lines)) % {"n": len(lines)}
        context = {
            "subject": _("Summary: %(count)s") % {"count": count},
            "greeting": _("Hello %(name)s") % {"name": recipient.get_short_name()},
            "heading": _("What has come since the last summary"),
            "lines": lines,
            "institution": recipient.institution.name,
            "button": _("Open my messages"),
            "button_url": settings.BASE_URL + reverse("notifications:list"),
            "why": _("You get this because you chose one mail instead of many."),
            "settings_url": settings.BASE_URL + reverse("notifications:choices"),
        }
        return Mail(
            subject=context["subject"],
            text=render_to_string("notifications/email/digest.txt", context),
            html=render_to_string("notifications/email/digest.html", context),
            unsubscribe=unsubscribe_url(recipient, SUMMARIES),
            carries=tuple(line.row.pk for line in lines),
        )


def _lines(rows: list[Message], recipient: User) -> Iterator[Line]:
    for row in rows:
        try:
            kind = kind_of(row.kind)
            thing = kind.load(row.thing_id, row.revision)
            mail = kind.render(row.kind, thing, recipient) if thing is not None else None
        except Exception:
            # It was written when it was put aside: better told in those words than not at all.
            logger.exception("Message %s (%s) could not be written for a summary", row.pk, row.kind)
            mail = Mail(row.subject, "", url=settings.BASE_URL + row.path if row.path else "")
        if mail is not None:
            yield Line(row, mail.subject, mail.url)


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
