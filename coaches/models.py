"""Who helps, when they are open for it, and the hours given to it."""

from collections.abc import Iterable

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coaches.calendar_source import CalendarSource
from coaches.channel import Channel
from coaches.competence import Competence
from coaches.ledger import HoursWarning, Mandate, Objection, WorkLog
from kit.names import in_three
from organisation.models import Institution, Language, Role, Sector, Site, User, changes
from organisation.scope import NOTHING
from topics.models import Guideline, Topic

__all__ = [
    "BusyTime",
    "Channel",
    "Coach",
    "Competence",
    "HoursWarning",
    "Mandate",
    "Objection",
    "OpeningHours",
    "Team",
    "TimeOff",
    "WeekSet",
    "WorkLog",
]


class CoachQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CoachQuerySet":
        """Every coach of the reader's institution whose account is active: colleagues must find them."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(institution_id=user.institution_id, user__is_active=True)

    def open(self) -> "CoachQuerySet":
        """Those who take bookings at all; a pause and its end are read where times are computed."""
        return self.filter(is_active=True, user__is_active=True)

    def within(self, roles: Iterable[Role]) -> "CoachQuerySet":
        """Those in the scope of one of `roles`: by one of their sites, of their sectors, or by both; no roles, none."""
        reach = NOTHING
        for role in roles:
            one = Q(institution_id=role.institution_id)
            for name, pk in (("site", role.site_id), ("sector", role.sector_id)):
                ticked = getattr(self.model, f"{name}s").through.objects
                one &= Q(pk__in=ticked.filter(**{f"{name}_id": pk}).values("coach_id")) if pk is not None else Q()
            reach |= one
        return self.filter(reach)

    def on_topic(self, topic: Topic) -> "CoachQuerySet":
        """Those who coach on `topic`; the open topic belongs to everyone."""
        return self if topic.is_open else self.filter(topics=topic)

    def with_age_of_calendars(self) -> "CoachQuerySet":
        """With whether a calendar of theirs was last read too long ago to be trusted."""
        return self.annotate(has_stale_calendar=Exists(CalendarSource.objects.stale().filter(coach=OuterRef("pk"))))


@pghistory.track(
    *changes(),
    fields=["institution", "user", "headline", "about", "working_groups"],
    obj_field=pghistory.ObjForeignKey(related_name="events"),
    model_name="CoachEvent",
)
class Coach(models.Model):
    """A peer coach (vertaisvalmentaja): a member of staff who coaches colleagues."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="coaches")
    user = models.OneToOneField(User, models.CASCADE, related_name="coach")
    headline = models.CharField(_("what you are good at, in a few words"), max_length=80, blank=True)
    about = models.TextField(_("about you"), max_length=1000, blank=True)
    topics = models.ManyToManyField(Topic, related_name="coaches", blank=True, verbose_name=_("topics"))
    sites = models.ManyToManyField(Site, related_name="coaches", blank=True, verbose_name=_("sites"))
    sectors = models.ManyToManyField(Sector, related_name="coaches", blank=True, verbose_name=_("sectors"))
    languages = ArrayField(
        models.CharField(max_length=2, choices=Language), verbose_name=_("languages"), default=list, blank=True
    )
    meeting_link = models.URLField(_("link for online sessions"), max_length=500, blank=True)
    phone = models.CharField(_("phone for quick questions"), max_length=30, blank=True)
    chat = models.CharField(_("chat for quick questions"), max_length=120, blank=True)
    # Empty means the institution's own figure.
    buffer_before_minutes = models.PositiveSmallIntegerField(_("minutes kept free before"), null=True, blank=True)
    buffer_after_minutes = models.PositiveSmallIntegerField(_("minutes kept free after"), null=True, blank=True)
    daily_cap = models.PositiveSmallIntegerField(_("sessions a day at most"), null=True, blank=True)
    weekly_cap = models.PositiveSmallIntegerField(_("sessions a week at most"), null=True, blank=True)
    working_groups = models.TextField(_("working groups"), max_length=600, blank=True)
    guidelines = models.ManyToManyField(
        Guideline, related_name="coaches", blank=True, verbose_name=_("guidelines used")
    )
    paused_until = models.DateField(_("takes bookings again from"), null=True, blank=True)
    is_active = models.BooleanField(_("takes bookings"), default=True)
    last_booked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CoachQuerySet.as_manager()

    has_stale_calendar = False
    """True only where the query asked for it: `with_age_of_calendars`."""

    class Meta:
        verbose_name = _("coach")
        verbose_name_plural = _("coaches")

    def __str__(self) -> str:
        return self.user.get_full_name()


class WeekSet(models.TextChoices):
    """In which weeks a span repeats, by ISO week number as printed in Finnish calendars."""

    EVERY = "every", _("every week")
    EVEN = "even", _("even weeks")
    ODD = "odd", _("odd weeks")


def _range(template: str) -> Func:
    """A range built of the row's own columns, for a constraint."""
    return Func(template=template, output_field=DateTimeRangeField())


class OpeningHours(models.Model):
    """A span of a weekday, in local wall time, in which a coach can be booked."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    coach = models.ForeignKey(Coach, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(
        _("weekday"), validators=[MinValueValidator(1), MaxValueValidator(7)], help_text="ISO: Monday is 1"
    )
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    channel = models.CharField(_("how"), max_length=12, choices=Channel, default=Channel.IN_PERSON)
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("site"))
    room = models.CharField(_("room"), max_length=60, blank=True)
    valid_from = models.DateField(_("in use from"), default=timezone.localdate)
    valid_until = models.DateField(_("in use until"), null=True, blank=True)
    weeks = models.CharField(_("weeks"), max_length=5, choices=WeekSet, default=WeekSet.EVERY)

    class Meta:
        ordering = ["weekday", "starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="opening_hours_end_after_they_start"),
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="opening_hours_on_an_iso_weekday"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="opening_hours_valid_until_after_from",
            ),
            # A coach is open in one way at a time, so no free time is ever offered twice.
            ExclusionConstraint(
                name="opening_hours_do_not_overlap",
                expressions=[
                    ("coach", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (_range("tsrange(DATE '2000-01-01' + starts, DATE '2000-01-01' + ends)"), RangeOperators.OVERLAPS),
                    (_range("daterange(valid_from, valid_until, '[]')"), RangeOperators.OVERLAPS),
                    (
                        _range(
                            "(CASE weeks WHEN 'even' THEN int4range(0, 1)"
                            " WHEN 'odd' THEN int4range(1, 2) ELSE int4range(0, 2) END)"
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts:%H:%M}–{self.ends:%H:%M}"


class Stretch(models.Model):
    """From an instant to another, both of them known, in which a coach is not there."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    during = DateTimeRangeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.during.lower:%Y-%m-%d %H:%M}–{self.during.upper:%Y-%m-%d %H:%M}"


HAS_BOTH_ENDS = Q(during__isempty=False, during__startswith__isnull=False, during__endswith__isnull=False)


class TimeOff(Stretch):
    """Hours or days in which a coach is away. It has no column for a reason, on purpose."""

    coach = models.ForeignKey(Coach, models.CASCADE, related_name="time_off")

    class Meta:
        constraints = [models.CheckConstraint(condition=HAS_BOTH_ENDS, name="time_off_has_a_start_and_an_end")]
        indexes = [GistIndex(fields=["coach", "during"], name="time_off_of_a_coach")]


class BusyTime(Stretch):
    """When a coach's own calendar says busy. Only that: no title, no place."""

    coach = models.ForeignKey(Coach, models.CASCADE, related_name="busy_times")
    source = models.ForeignKey(CalendarSource, models.CASCADE, null=True, blank=True, related_name="busy_times")

    class Meta:
        constraints = [models.CheckConstraint(condition=HAS_BOTH_ENDS, name="busy_time_has_a_start_and_an_end")]
        indexes = [GistIndex(fields=["coach", "during"], name="busy_times_of_a_coach")]


class Team(models.Model):
    """Coaches who plan, develop and evaluate together."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="teams")
    name_fi = models.CharField(_("name in Finnish"), max_length=120)
    name_sv = models.CharField(_("name in Swedish"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    members = models.ManyToManyField(Coach, related_name="teams", blank=True)
    leads = models.ManyToManyField(Coach, related_name="led_teams", blank=True)
    name = in_three("name")

    def __str__(self) -> str:
        return self.name
