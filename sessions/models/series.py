"""Sessions that were planned together."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from organisation.models import Institution, User


class Pattern(models.TextChoices):
    """How the dates of a series follow each other."""

    ONCE = "once", _("just once")
    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every second week")
    MONTHLY = "monthly", _("every month, on the same weekday")
    CUSTOM = "custom", _("on dates that I choose")


class Series(models.Model):
    """Sessions that belong together. Each is a session of its own, with its own event in calendars.

    `revision` rises with each act on several of them; a session's `series_revision` says which of these was the last.
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    pattern = models.CharField(max_length=12, choices=Pattern)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return f"{self.pk} {self.pattern}"
