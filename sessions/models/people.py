"""Who takes part in a session, who is invited to a group, and who waits for a seat."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from organisation.models import Institution, User
from topics.models import Topic


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

    class Reply(models.TextChoices):
        """What a person answered to the invitation in their own calendar."""

        NONE = "", _("no answer")
        ACCEPTED = "accepted", _("accepted")
        TENTATIVE = "tentative", _("maybe")
        DECLINED = "declined", _("declined")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    session = models.ForeignKey("Session", models.CASCADE, related_name="participations")
    person = models.ForeignKey(User, models.PROTECT, related_name="participations")
    role = models.CharField(max_length=6, choices=Role)
    during = DateTimeRangeField()
    active = models.BooleanField(default=True)
    left_at = models.DateTimeField(null=True, blank=True)
    attendance = models.CharField(max_length=6, choices=Attendance, default=Attendance.UNKNOWN, blank=True)
    # Raised whenever a person signs up for a group or leaves it: what was said before is no longer so.
    revision = models.PositiveIntegerField(default=0)
    # An answer holds for the event as it was when it was given: at this SEQUENCE.
    reply = models.CharField(max_length=9, choices=Reply, default=Reply.NONE, blank=True)
    reply_sequence = models.PositiveIntegerField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

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
            models.CheckConstraint(
                condition=Q(reply="", reply_sequence__isnull=True, replied_at__isnull=True)
                | ~Q(reply="") & Q(reply_sequence__isnull=False, replied_at__isnull=False),
                name="a_reply_says_to_what_and_when",
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


class Invite(models.Model):
    """A person who is invited to a group and may sign up; to be asked binds to nothing."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    session = models.ForeignKey("Session", models.CASCADE, related_name="invites")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="invited_once")]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.session_id}"


class WaitingQuerySet(models.QuerySet):
    def open(self) -> "WaitingQuerySet":
        """Those in line, and those to whom something is offered, in the order in which they came."""
        return self.filter(state__in=(Waiting.State.WAITING, Waiting.State.OFFERED)).order_by("pk")

    def in_line(self) -> "WaitingQuerySet":
        """Those to whom nothing has been offered yet, first come first."""
        return self.filter(state=Waiting.State.WAITING, person__is_active=True).order_by("pk")


class Waiting(models.Model):
    """A place in the line for a seat in a full group, or for a time or an open clinic on a topic.

    What is offered is kept for the person until `expires_at`: a seat of `session`; without a session, to be the first
    to hear of free times.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        OFFERED = "offered", _("offered")
        TAKEN = "taken", _("taken")
        LAPSED = "lapsed", _("lapsed")
        ENDED = "ended", _("ended")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.CASCADE, related_name="waitings")
    session = models.ForeignKey("Session", models.CASCADE, null=True, blank=True, related_name="waitings")
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    expires_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())

    objects = WaitingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(session__isnull=False) | Q(topic__isnull=False), name="one_waits_for_something"
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(expires_at__isnull=False), name="an_offer_comes_to_an_end"
            ),
            models.UniqueConstraint(
                fields=["person", "session"],
                condition=Q(state__in=["waiting", "offered"]),
                name="once_in_line_for_a_session",
            ),
            models.UniqueConstraint(
                fields=["person", "topic"],
                condition=Q(state__in=["waiting", "offered"]),
                name="once_in_line_for_a_topic",
            ),
        ]
        indexes = [
            models.Index(fields=["session"], condition=Q(state__in=["waiting", "offered"]), name="line_for_a_session"),
            models.Index(fields=["topic"], condition=Q(state__in=["waiting", "offered"]), name="line_for_a_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"
