"""Another time, suggested for a booked session."""

from datetime import datetime

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from organisation.models import Institution, User
from sessions.models.session import Session


class SuggestionQuerySet(models.QuerySet):
    def open(self) -> "SuggestionQuerySet":
        """Those that can still be answered."""
        return self.filter(declined_at__isnull=True, expires_at__gt=Now())


class Suggestion(models.Model):
    """Another time that one side suggests for a booked session. It holds no time: accepting moves, or is refused.

    A declined one stays for a while, so that whoever suggested it can be told.
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    session = models.OneToOneField(Session, models.CASCADE, related_name="suggestion")
    starts_at = models.DateTimeField()
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = SuggestionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} for {self.session_id}"

    @property
    def ends_at(self) -> datetime:
        """The session's length after the suggested start."""
        return self.starts_at + (self.session.ends_at - self.session.starts_at)

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.declined_at is None and self.expires_at > timezone.now()
