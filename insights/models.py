"""Figures as they were published: written once when their period is closed, and never changed."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from insights.periods import Period, PeriodKind
from organisation.models import Institution
from organisation.terms import say_lazy


class Dimension(models.TextChoices):
    """What a table is broken down by; one at a time."""

    TOTAL = "total", _("all together")
    SITE = "site", say_lazy("{Site}")
    SECTOR = "sector", say_lazy("{Sector}")
    TOPIC = "topic", _("topic")
    CHANNEL = "channel", _("how")
    BOOKED = "booked", _("booked or logged")
    THEME = "theme", _("theme")


BREAKDOWNS = tuple(dimension for dimension in Dimension if dimension != Dimension.TOTAL)
ADDING_UP = tuple(dimension for dimension in BREAKDOWNS if dimension != Dimension.THEME)
"""Those whose rows add up to the total. Several themes may come up in a session, or none."""


class CellQuerySet(models.QuerySet):
    def of(self, institution: Institution, period: Period) -> "CellQuerySet":
        return self.filter(institution=institution, kind=period.kind, starts_on=period.starts_on)


class PublishedCell(models.Model):
    """One cell: counts, and which of them are shown. Only `insights.selectors` reads them for people."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=PeriodKind)
    starts_on = models.DateField()
    dimension = models.CharField(max_length=7, choices=Dimension)
    # The primary key of a site, sector or topic, or the word for a channel; empty for none.
    value = models.CharField(max_length=20, blank=True)
    helps = models.IntegerField()
    minutes = models.IntegerField()
    persons = models.IntegerField()
    coaches = models.IntegerField()
    shows_helps = models.BooleanField()
    shows_minutes = models.BooleanField()
    published_at = models.DateTimeField(db_default=Now())

    objects = CellQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "kind", "starts_on", "dimension", "value"], name="one_cell_of_a_table"
            ),
            models.CheckConstraint(
                condition=models.Q(shows_minutes=False) | models.Q(shows_helps=True), name="minutes_only_with_helps"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_on} {self.dimension} {self.value}"


class PublishedMeasure(models.Model):
    """A figure of the whole institution that is no cell of a table; without a number it is not shown."""

    class Name(models.TextChoices):
        STAFF = "staff", _("staff")
        LEAD_DAYS = "lead_days", _("days from asking to the session")
        NEW = "new", _("new teachers")
        NEW_MET = "new_met", _("new teachers met in time")
        GIVEN = "given", _("minutes given")
        USED = "used", _("minutes used")
        FEEDBACK = "feedback", _("feedback")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=PeriodKind)
    starts_on = models.DateField()
    name = models.CharField(max_length=12, choices=Name)
    number = models.DecimalField(max_digits=12, decimal_places=1, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "kind", "starts_on", "name"], name="one_measure_of_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_on} {self.name}"


class Summary(models.Model):
    """What an institution's latest half-year came to, for its home base; None where it is not shown.

    It is read along with whoever is signed in, so it costs no question of its own.
    """

    institution = models.OneToOneField(Institution, models.CASCADE, primary_key=True, related_name="summary")
    starts_on = models.DateField()
    helps = models.IntegerField(null=True)
    persons = models.IntegerField(null=True)

    def __str__(self) -> str:
        return f"half-year {self.starts_on}"

    @property
    def period(self) -> Period:
        return Period(self.starts_on, PeriodKind.HALF)
