"""The ledger of hours: what was given to people with a role in the programme, and what they used of it."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from coaches.channel import Channel
from kit.encrypted import EncryptedTextField
from organisation.models import Institution, Sector, Site, User, changes
from organisation.terms import say_lazy
from topics.models import Topic


class MandateQuerySet(models.QuerySet):
    def of_year(self, year: int) -> "MandateQuerySet":
        """Those of the academic year that starts in the autumn of `year`, by their first day."""
        return self.filter(academic_year=year).order_by("starts_on", "pk")

    def waiting(self) -> "MandateQuerySet":
        """Those that no manager has confirmed as they are now."""
        return self.filter(confirmed_at=None)


@pghistory.track(*changes())
class Mandate(models.Model):
    """Hours given to a person with a role in the programme, for a part of an academic year: one slice of it."""

    class Role(models.TextChoices):
        COACH = "coach", say_lazy("{Coach}")
        LEAD_COACH = "lead_coach", say_lazy("{Lead_coach}")
        COORDINATOR = "coordinator", _("Coordinator")

    class Kind(models.TextChoices):
        PLAN = "plan", _("In the plan of working time")
        EXTRA = "extra", _("Added during the year")
        PROJECT = "project", _("From a project")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="mandates")
    academic_year = models.PositiveSmallIntegerField(_("academic year, by the autumn it starts in"))
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.COACH)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PLAN)
    quarter_hours = models.PositiveIntegerField(_("quarter hours"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    description = models.TextField(_("role description"), max_length=2000, blank=True)
    # What a manager confirms is the slice as it is: hours, days and role description. A change takes it back.
    confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="mandate_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(starts_on__gte=Func("academic_year", template="make_date(%(expressions)s, 8, 1)"))
                & Q(ends_on__lte=Func("academic_year", template="make_date(%(expressions)s + 1, 7, 31)")),
                name="mandate_within_its_academic_year",
            ),
            ExclusionConstraint(
                name="mandates_do_not_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        Func(template="daterange(starts_on, ends_on, '[]')", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.academic_year}: {self.quarter_hours / 4} h"

    @property
    def minutes(self) -> int:
        return self.quarter_hours * 15


class WorkLogQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "WorkLogQuerySet":
        """One's own rows, and those on which one is named: nobody else reads a row, only sums."""
        if not user.is_authenticated:
            return self.none()
        named = WorkLog.persons.through.objects.filter(user=user).values("worklog")
        return self.filter(Q(user=user) | Q(pk__in=named))

    def about(self, user: User) -> "WorkLogQuerySet":
        """Those on which somebody else named `user`."""
        return self.filter(pk__in=WorkLog.persons.through.objects.filter(user=user).values("worklog"))

    def for_list(self) -> "WorkLogQuerySet":
        """With what a row of one's own list shows."""
        return self.select_related("topic", "corrects").prefetch_related("persons")


class WorkLog(models.Model):
    """One row of the ledger of hours: help given, or other work of the role. Rows may overlap in time.

    A row counts in the month of `starts_at`. One that is written after its own month was closed counts when it is
    written, and `late_for` says which day it is about; a correction of a row that is closed is such a row too, and its
    minutes may be fewer than none.
    """

    class Kind(models.TextChoices):
        SESSION = "session", _("session")
        HELP = "help", _("logged help")
        PREPARATION = "preparation", _("preparation")
        COORDINATION = "coordination", _("coordination")
        MEETING = "meeting", _("team meeting")
        TRAINING = "training", _("training")
        MATERIAL = "material", _("material")
        OPENING = "opening", _("hours brought along")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="work_log")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(_("how"), max_length=12, choices=Channel, blank=True)
    starts_at = models.DateTimeField(_("when"))
    minutes = models.SmallIntegerField(_("minutes"))
    # Counted for a session by the institution's rule of the day on which it was marked as held.
    preparation_minutes = models.SmallIntegerField(_("minutes of preparation"), default=0)
    persons = models.ManyToManyField(User, related_name="help_received", blank=True)
    head_count = models.PositiveSmallIntegerField(_("number of people"), null=True, blank=True)
    line = EncryptedTextField(_("one line"), blank=True)
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+")
    sector = models.ForeignKey(Sector, models.SET_NULL, null=True, blank=True, related_name="+")
    corrects = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="corrections")
    late_for = models.DateField(null=True, blank=True)
    # Of the press that wrote the row: a second press of the same button finds it.
    press = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = WorkLogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(corrects=None, minutes__gt=0) | Q(corrects__isnull=False), name="logged_work_takes_time"
            ),
        ]
        indexes = [models.Index(fields=["user", "starts_at"], name="work_of_a_person")]

    def __str__(self) -> str:
        return f"{self.user} {self.kind} {self.minutes} min"


class Objection(models.Model):
    """What a person who is named on a row says against it; the coach reads it beside the row."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    work_log = models.ForeignKey(WorkLog, models.CASCADE, related_name="objections")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    text = EncryptedTextField(_("objection"))
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work_log", "person"], name="one_objection_of_a_person_to_a_row"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.work_log_id}"


class HoursWarning(models.Model):
    """That a person was told once that so much of an academic year's hours is used."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    academic_year = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "academic_year", "percent"], name="warned_of_hours_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.academic_year}: {self.percent} %"

    revision = 0
    """It is told as it is: what a message is about has a revision."""
