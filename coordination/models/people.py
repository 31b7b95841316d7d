"""What goes with looking after people: the mail to someone new, and tables on their way in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from organisation.models import Institution, User


class Welcome(models.Model):
    """The mail that tells a person of the account that somebody made: how often it was asked for, and when last.

    The account needs no link of its own: the person signs in by a code that is sent to the address.
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    person = models.OneToOneField(User, models.CASCADE, related_name="welcome")
    revision = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} r{self.revision}"


class TableImportQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "TableImportQuerySet":
        """One's own, as long as they are kept: what stands in them is not checked yet."""
        if not user.is_authenticated or user.institution_id is None:
            return self.none()
        return self.filter(institution_id=user.institution_id, by=user, expires_at__gt=Now())

    def expired(self) -> "TableImportQuerySet":
        return self.filter(expires_at__lte=Now())


class TableImport(models.Model):
    """A table on its way in: its cells as they were read and mended, until they are saved, dropped, or too old."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("staff")
        BOOKINGS = "bookings", _("bookings")
        HOURS = "hours", _("hours")
        LOG = "log", _("rows of the log")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    file_name = models.CharField(max_length=200)
    columns = ArrayField(models.CharField(max_length=20))
    unread = ArrayField(models.CharField(max_length=100), default=list)
    """Heads of columns that say nothing to the product; their cells were never kept."""
    rows = models.JSONField()
    """One list a row: its number in the file, whether it is left out, then the cells of `columns`."""
    missing_left = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    objects = TableImportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"
