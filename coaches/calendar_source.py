"""Calendars that coaches keep elsewhere, and how reading them goes."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.encrypted import EncryptedTextField
from kit.feeds.words import sentence_of
from organisation.models import Institution

FRESH_FOR = timedelta(minutes=15)
"""What was read longer ago is read again right after a booking."""
STALE_AFTER = timedelta(hours=2)
"""What was read longer ago is marked where people see it."""


class CalendarSourceQuerySet(models.QuerySet):
    def due(self) -> "CalendarSourceQuerySet":
        """Those to be read now, by the database's clock, that nobody is reading; of coaches who can be booked."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=Now())
        return self.filter(free, due_at__lte=Now(), coach__user__is_active=True)

    def not_fresh(self) -> "CalendarSourceQuerySet":
        """Those that may have changed since they were read, and were not tried a moment ago."""
        old = Q(read_at__isnull=True) | Q(read_at__lt=Now() - FRESH_FOR)
        return self.filter(old, Q(tried_at__isnull=True) | Q(tried_at__lt=Now() - timedelta(minutes=1)))

    def stale(self) -> "CalendarSourceQuerySet":
        """Those whose busy times are old, or have never been read in all that time."""
        before = Now() - STALE_AFTER
        return self.filter(Q(read_at__lt=before) | Q(read_at__isnull=True, created_at__lt=before))


class CalendarSource(models.Model):
    """A coach's calendar somewhere else, which says when the coach is busy.

    Its address is a secret: whoever knows a published one reads the calendar.
    """

    class Kind(models.TextChoices):
        ICS = "ics", _("published address")
        CALDAV = "caldav", _("CalDAV account")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    coach = models.ForeignKey("coaches.Coach", models.CASCADE, related_name="calendar_sources")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.ICS)
    address = EncryptedTextField(_("address"))
    user_name = EncryptedTextField(_("user name"), blank=True)
    password = EncryptedTextField(_("password"), blank=True)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    skipped = models.PositiveIntegerField(default=0)
    # It tells when the coach is busy and not by what: our own sessions are among its busy times.
    is_anonymous = models.BooleanField(default=False)
    # The code of the last refusal, so that each reader has its words in their own language.
    error = models.CharField(max_length=20, blank=True)
    error_status = models.PositiveSmallIntegerField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(db_default=Now())
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    objects = CalendarSourceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="calendars_to_read")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def host(self) -> str:
        """The server's name: as much of the address as a page may show."""
        return urlsplit(self.address).hostname or ""

    @property
    def sentence(self) -> str:
        """Why the last try failed, in the language that is active; empty when it did not."""
        return sentence_of(self.error, self.error_status) if self.error else ""

    @property
    def is_being_read(self) -> bool:
        """Whether it is to be read now, or is being read."""
        return self.due_at <= timezone.now()

    @property
    def is_stale(self) -> bool:
        return (self.read_at or self.created_at) < timezone.now() - STALE_AFTER
