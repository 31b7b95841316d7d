"""The outbox: what is to be sent, to whom and when. The table is the queue; Celery only rings the bell."""

from datetime import timedelta

from django.conf import settings
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


class Message(models.Model):
    """One mail to one person about one revision of one thing."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        STALE = "stale", _("no longer true")
        EXPIRED = "expired", _("too late")
        REFUSED = "refused", _("refused by the mail server")

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

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "thing_id", "revision", "recipient", "offset"], name="one_message_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(latest_at__gte=F("due_at")), name="message_is_due_before_its_latest"),
        ]
        # What is about a thing is found by the unique constraint's index, which starts with kind and thing.
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="waiting_messages")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id} r{self.revision}"
