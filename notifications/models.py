"""The outbox: what is to be sent, to whom and when. The table is the queue; Celery only rings the bell.

And how each person wants to be told.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet):
    def waiting(self) -> "MessageQuerySet":
        """Neither sent nor given up."""
        return self.filter(state=Message.State.WAITING)

    def due(self) -> "MessageQuerySet":
        """Waiting, due, and not leased to a worker, by the database's clock."""
        return self.waiting().filter(Q(leased_until__isnull=True) | Q(leased_until__lte=Now()), due_at__lte=Now())

    def in_trouble(self) -> "MessageQuerySet":
        """Refused, too late, or waiting after a try that failed."""
        lost = Q(state__in=(Message.State.REFUSED, Message.State.EXPIRED))
        return self.filter(lost | Q(state=Message.State.WAITING) & ~Q(error=""))

    def told(self) -> "MessageQuerySet":
        """What its recipient finds in the product, by mail or not: whatever has become a mail, with what it says."""
        return self.filter(state__in=TOLD).exclude(subject="")

    def unread(self) -> "MessageQuerySet":
        """Of what was told, what the recipient has not looked at yet."""
        return self.told().filter(read_at__isnull=True)


class Message(models.Model):
    """One mail to one person about one revision of one thing."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        STALE = "stale", _("no longer true")
        EXPIRED = "expired", _("too late")
        REFUSED = "refused", _("refused by the mail server")
        HELD = "held", _("waits for the summary")
        OFF = "off", _("not mailed, as its recipient chose")

    kind = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    revision = models.PositiveIntegerField(default=0)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages")
    offset = models.DurationField(default=timedelta(0))
    due_at = models.DateTimeField()
    latest_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    mail_id = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    # When it was first due, if a try has failed since: each pause after one moves `due_at`.
    late_since = models.DateTimeField(null=True, blank=True)
    # What the recipient reads of it in the product, as it was mailed: never more than the subject.
    subject = models.TextField(blank=True, default="")
    path = models.CharField(max_length=200, blank=True, default="")
    read_at = models.DateTimeField(null=True, blank=True)
    # The summary that tells it, instead of a mail of its own.
    carried_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried", db_index=False
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "thing_id", "revision", "recipient", "offset"], name="one_message_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(latest_at__gte=F("due_at")), name="message_is_due_before_its_latest"),
        ]
        # What is about a thing is found by the unique constraint's index, which starts with kind and thing.
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="waiting_messages"),
            models.Index(
                fields=["recipient"],
                condition=Q(state__in=["sent", "refused", "held", "off"], read_at__isnull=True) & ~Q(subject=""),
                name="unread_messages",
            ),
            models.Index(fields=["carried_by"], condition=Q(carried_by__isnull=False), name="messages_in_a_summary"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id} r{self.revision}"


TOLD = (Message.State.SENT, Message.State.REFUSED, Message.State.HELD, Message.State.OFF)


class Mailbox(models.Model):
    """How a person wants to be told, and whether mails reach them. Who has no row wants it as it comes."""

    class Digest(models.TextChoices):
        SINGLE = "single", _("each at once, as a mail of its own")
        DAILY = "daily", _("together, in the morning of each working day")
        WEEKLY = "weekly", _("together, on Monday morning")
        NEVER = "never", _("not by mail: I read them here")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mailbox")
    off = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    """Codes of the families of messages that the person does not want."""
    reminder_offsets = ArrayField(models.PositiveIntegerField(), null=True, blank=True)
    """Minutes before the start; None: as the institution has it."""
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    digest = models.CharField(max_length=6, choices=Digest, default=Digest.SINGLE)
    # The address at which a mail was refused last, and the server's words; nothing once one came through again.
    refused_address = models.CharField(max_length=254, blank=True, default="")
    refused_words = models.TextField(blank=True, default="")
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until")),
                name="quiet_hours_begin_and_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.digest}"


class Pace(models.Model):
    """One row: when the next mail may go out, where the mail server takes only so many a minute."""

    free_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.free_at:%H:%M:%S}"
