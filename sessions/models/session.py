"""Booked meetings, and the database's own word that no coach is in two places."""

import uuid
from datetime import timedelta

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from coaches.models import Channel, Coach, WorkLog
from kit.encrypted import EncryptedTextField
from kit.names import in_three
from organisation.models import Institution, Role, Sector, Site, User
from organisation.scope import roles_of, within
from sessions.models.people import Invite, Participation
from sessions.models.series import Series
from sessions.models.states import GROUPS, HOLDING, Awaits, Kind, State
from topics.models import Topic


class SessionQuerySet(models.QuerySet):
    def of(self, user: User) -> "SessionQuerySet":
        """Those that `user` takes or took part in, as coach or as the one helped; not those that one left."""
        return self.filter(pk__in=Participation.objects.staying().filter(person=user).values("session_id"))

    def visible_to(self, user: User) -> "SessionQuerySet":
        """Own ones, those of teams one leads, those in one's scope as coordinator or programme admin.

        And what one may sign up for: groups that one is invited to, and the open clinics of the house. Managers read
        figures only, so their role opens no other session.
        """
        if not user.is_authenticated or user.institution_id is None:
            return self.none()
        own = Q(pk__in=Participation.objects.staying().filter(person=user).values("session_id"))
        team = Q(coach__teams__in=user.coach.led_teams.all()) if hasattr(user, "coach") else Q(pk__in=())
        scope = within(roles_of(user, Role.Kind.COORDINATOR, Role.Kind.PROGRAMME_ADMIN))
        offered = Q(kind=Kind.CLINIC) | Q(pk__in=Invite.objects.filter(person=user).values("session_id"))
        return self.filter(Q(institution_id=user.institution_id) & (own | team | scope | offered)).distinct()

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
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ONE_TO_ONE)
    title_fi = models.CharField(_("title in Finnish"), max_length=120, blank=True)
    title_sv = models.CharField(_("title in Swedish"), max_length=120, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    text_fi = models.TextField(_("text in Finnish"), blank=True)
    text_sv = models.TextField(_("text in Swedish"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    series = models.ForeignKey(Series, models.SET_NULL, null=True, blank=True, related_name="sessions")
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    series_revision = models.PositiveIntegerField(default=0)
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

    title = in_three("title")
    text = in_three("text")
    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="one_to_one", seats__isnull=True)
                | ~Q(kind="one_to_one")
                & Q(seats__isnull=False, seats__gte=1)
                & ~Q(title_fi="", title_sv="", title_en=""),
                name="a_group_has_a_title_and_seats",
            ),
            models.UniqueConstraint(fields=["series", "position"], name="one_session_at_a_place_of_a_series"),
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
            models.Index(fields=["institution", "starts_at"], condition=Q(kind="clinic"), name="open_clinics"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.coach_id}"

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def minutes(self) -> int:
        """The length in minutes, from the instants."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def holds_time(self) -> bool:
        return self.state in HOLDING

    @property
    def is_group(self) -> bool:
        """Whether people sign up for it: a group or an open clinic."""
        return self.kind in GROUPS


class SessionEvent(
    pghistory.create_event_model(  # type: ignore[misc]  # built at run time
        Session,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        fields=[
            *("coach", "topic", "state", "awaits", "starts_at", "ends_at"),
            *("channel", "meeting_site", "room", "revision", "kind", "seats"),
            *("title_fi", "title_sv", "title_en", "text_fi", "text_sv", "text_en"),
        ],
    )
):
    """What a session was at each change, written by triggers. Free texts are left out on purpose."""
