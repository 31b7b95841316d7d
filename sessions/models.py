"""Booked meetings, who takes part in them, and the database's own word that nobody is in two places."""

import uuid
from datetime import datetime

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coaches.models import Channel, Coach, WorkLog
from kit.encrypted import EncryptedTextField
from organisation.models import Institution, Role, Sector, Site, User
from organisation.scope import roles_of, within
from topics.models import Topic


class State(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    BOOKED = "booked", _("confirmed")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")
    NOT_HELD = "not_held", _("not held")
    LAPSED = "lapsed", _("lapsed")


HOLDING = (State.PROPOSED, State.BOOKED, State.HELD)
"""The states that hold a time: what the exclusion constraint and the caps count."""


class Awaits(models.TextChoices):
    """Whose word a proposed session waits for."""

    NOBODY = "", _("nobody")
    TEACHER = "teacher", _("teacher")
    COACH = "coach", _("coach")


class SessionQuerySet(models.QuerySet):
    def of(self, user: User) -> "SessionQuerySet":
        """Those that `user` takes or took part in, as coach or as the one helped; not those that one left."""
        return self.filter(pk__in=Participation.objects.staying().filter(person=user).values("session_id"))

    def visible_to(self, user: User) -> "SessionQuerySet":
        """Own ones, those of teams one leads, those in one's scope as coordinator or programme admin.

        Managers read figures only, so their role opens no session.
        """
        if not user.is_authenticated or user.institution_id is None:
            return self.none()
        own = Q(pk__in=Participation.objects.staying().filter(person=user).values("session_id"))
        team = Q(coach__teams__in=user.coach.led_teams.all()) if hasattr(user, "coach") else Q(pk__in=())
        scope = within(roles_of(user, Role.Kind.COORDINATOR, Role.Kind.PROGRAMME_ADMIN))
        return self.filter(Q(institution_id=user.institution_id) & (own | team | scope)).distinct()

    def holding(self) -> "SessionQuerySet":
        """Those that hold a time."""
        return self.filter(state__in=HOLDING)

    def upcoming(self) -> "SessionQuerySet":
        """Those still ahead or running, soonest first."""
        return self.filter(state__in=(State.PROPOSED, State.BOOKED), ends_at__gt=Now()).order_by("starts_at")

    def behind(self) -> "SessionQuerySet":
        """Those that are over or were called off, latest first."""
        over = ~Q(state__in=(State.PROPOSED, State.BOOKED)) | Q(ends_at__lte=Now())
        return self.filter(over).order_by("-starts_at")

    def for_list(self) -> "SessionQuerySet":
        """With what a row of a list shows, in one query."""
        return self.select_related("coach__user", "topic", "meeting_site", "institution")


class Session(models.Model):  # type: ignore[django-manager-missing]  # of the rows that pghistory makes
    """One booked meeting of a coach with whoever is helped."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="sessions")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    coach = models.ForeignKey(Coach, models.PROTECT, related_name="sessions")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="sessions")
    state = models.CharField(max_length=10, choices=State, default=State.BOOKED)
    awaits = models.CharField(max_length=8, choices=Awaits, default=Awaits.NOBODY, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    buffer_before_minutes = models.PositiveSmallIntegerField(default=0)
    buffer_after_minutes = models.PositiveSmallIntegerField(default=0)
    during = models.GeneratedField(
        expression=Func(F("starts_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField()),
        output_field=DateTimeRangeField(),
        db_persist=True,
    )
    # Arithmetic on timestamptz depends on the zone, so it is not immutable: it is done on UTC and brought back.
    busy = models.GeneratedField(
        expression=Func(
            template="tstzrange("
            "(starts_at AT TIME ZONE 'UTC' - make_interval(mins => buffer_before_minutes)) AT TIME ZONE 'UTC', "
            "(ends_at AT TIME ZONE 'UTC' + make_interval(mins => buffer_after_minutes)) AT TIME ZONE 'UTC')",
            output_field=DateTimeRangeField(),
        ),
        output_field=DateTimeRangeField(),
        db_persist=True,
    )
    channel = models.CharField(_("how"), max_length=12, choices=Channel)
    meeting_site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+")
    room = models.CharField(_("room"), max_length=60, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    # By these two a coordinator's scope is tested: the home ones of whom it was first booked for.
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+")
    sector = models.ForeignKey(Sector, models.SET_NULL, null=True, blank=True, related_name="+")
    about = EncryptedTextField(_("what would you like to talk about"), blank=True)
    cancel_reason = EncryptedTextField(_("reason"), blank=True)
    passes_rules = models.BooleanField(_("outside the rules"), default=False)
    revision = models.PositiveIntegerField(default=0)
    booked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    work_log = models.OneToOneField(WorkLog, models.SET_NULL, null=True, blank=True, related_name="session")
    created_at = models.DateTimeField(db_default=Now())

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state="proposed", expires_at__isnull=False) & ~Q(awaits="")
                | ~Q(state="proposed") & Q(awaits=""),
                name="a_proposed_session_awaits_someone",
            ),
            ExclusionConstraint(
                name="no_double_booking",
                expressions=[("coach", RangeOperators.EQUAL), ("busy", RangeOperators.OVERLAPS)],
                condition=Q(state__in=["proposed", "booked", "held"]),
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]
        indexes = [
            models.Index(fields=["coach", "starts_at"], name="sessions_of_a_coach"),
            models.Index(fields=["expires_at"], condition=Q(state="proposed"), name="open_proposals"),
            models.Index(fields=["institution", "starts_at"], name="sessions_of_an_institution"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.coach_id}"

    @property
    def minutes(self) -> int:
        """The length in minutes, from the instants."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def holds_time(self) -> bool:
        return self.state in HOLDING


class SessionEvent(
    pghistory.create_event_model(  # type: ignore[misc]  # built at run time
        Session,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        fields=[
            *("coach", "topic", "state", "awaits", "starts_at", "ends_at"),
            *("channel", "meeting_site", "room", "revision"),
        ],
    )
):
    """What a session was at each change, written by triggers. Free texts are left out on purpose."""


class ParticipationQuerySet(models.QuerySet):
    def staying(self) -> "ParticipationQuerySet":
        """Without those who left, and coaches who handed the session over."""
        return self.filter(left_at__isnull=True)


class Participation(models.Model):
    """A person in a session: the coach, or someone helped.

    `during` and `active` are copies that the booking service keeps equal to the session's; with them one constraint
    sees everything that a person is in. Who left is not active whatever becomes of the session.
    """

    class Role(models.TextChoices):
        COACH = "coach", _("coach")
        HELPED = "helped", _("helped")

    class Attendance(models.TextChoices):
        UNKNOWN = "", _("not said")
        CAME = "came", _("came")
        ABSENT = "absent", _("did not come")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="participations")
    person = models.ForeignKey(User, models.PROTECT, related_name="participations")
    role = models.CharField(max_length=6, choices=Role)
    during = DateTimeRangeField()
    active = models.BooleanField(default=True)
    left_at = models.DateTimeField(null=True, blank=True)
    attendance = models.CharField(max_length=6, choices=Attendance, default=Attendance.UNKNOWN, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="once_in_a_session"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(role="coach", active=True), name="one_coach_in_a_session"
            ),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__startswith__isnull=False, during__endswith__isnull=False),
                name="participation_has_a_start_and_an_end",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(active=False), name="who_left_is_free_at_that_time"
            ),
            ExclusionConstraint(
                name="nobody_in_two_places",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(active=True),
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.session_id}"


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
