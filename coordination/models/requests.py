"""Help that is asked for without choosing a coach."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from coaches.models import Channel, Coach
from kit.encrypted import EncryptedTextField
from organisation.models import Institution, Language, Role, Sector, Site, User
from organisation.scope import NOTHING, roles_of, within
from sessions.models import Session
from topics.models import Topic


class PartOfDay(models.TextChoices):
    MORNING = "morning", _("morning, before 10")
    DAY = "day", _("day, 10 to 14")
    AFTERNOON = "afternoon", _("afternoon, after 14")


class Soon(models.TextChoices):
    """How soon the asker would like to meet."""

    THIS_WEEK = "this_week", _("this week")
    TWO_WEEKS = "two_weeks", _("within two weeks")
    NO_HURRY = "no_hurry", _("no hurry")
    BY_DATE = "by_date", _("by a date")


class HelpRequestQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "HelpRequestQuerySet":
        """One's own; those in one's scope as a coordinator; as a coach the open ones that one may take, or took."""
        if not user.is_authenticated or user.institution_id is None:
            return self.none()
        scope = within(roles_of(user, Role.Kind.COORDINATOR))
        picked = Q(taken_by=user) | (fitting(user) & Q(state=HelpRequest.State.OPEN))
        return self.filter(Q(institution_id=user.institution_id) & (Q(person=user) | scope | picked))

    def in_scope(self, user: User) -> "HelpRequestQuerySet":
        """Others' requests in the scope of a coordinator."""
        return self.filter(within(roles_of(user, Role.Kind.COORDINATOR))).exclude(person=user)

    def pickable_by(self, user: User) -> "HelpRequestQuerySet":
        """Those that fit a coach, open or not: whoever was too late is told so."""
        return self.filter(fitting(user), institution_id=user.institution_id)

    def open(self) -> "HelpRequestQuerySet":
        """Those that nobody has answered yet, oldest first."""
        return self.filter(state=HelpRequest.State.OPEN).order_by("waits_since", "pk")

    def for_list(self) -> "HelpRequestQuerySet":
        """With what a row of a list shows, in one query."""
        return self.select_related(
            "topic", "person", "institution", "meeting_site", "site", "sector", "session__coach__user"
        )


def fitting(user: User) -> Q:
    """The requests of others that a coach may take: on a topic of theirs, where the institution lets coaches pick."""
    coach = getattr(user, "coach", None)
    if coach is None or user.institution is None or not (coach.is_active and user.institution.coaches_pick_requests):
        return NOTHING
    topic = Q(topic__is_open=True) | Q(topic__in=Coach.topics.through.objects.filter(coach=coach.pk).values("topic"))
    return topic & ~Q(person=user)


class HelpRequest(models.Model):
    """Help asked for without choosing a coach; a coordinator finds the coach and the time, or a coach takes it.

    Whoever takes it locks this row first, then the people whose time it takes; see `services.assigning`.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waiting")
        PROPOSED = "proposed", _("time proposed")
        ANSWERED = "answered", _("answered")
        WITHDRAWN = "withdrawn", _("withdrawn")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.CASCADE, related_name="help_requests")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name=_("topic"))
    about = EncryptedTextField(_("what would you like to talk about"), blank=True)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("days that suit"), default=list, blank=True
    )
    parts = ArrayField(
        models.CharField(max_length=10, choices=PartOfDay), verbose_name=_("times of day"), default=list, blank=True
    )
    channel = models.CharField(_("how"), max_length=12, choices=Channel, blank=True)
    meeting_site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(_("language"), max_length=2, choices=Language, blank=True)
    soon = models.CharField(_("how soon"), max_length=10, choices=Soon, default=Soon.NO_HURRY)
    wanted_by = models.DateField(_("at the latest"), null=True, blank=True)
    people = models.PositiveSmallIntegerField(_("number of people"), default=1)
    group = EncryptedTextField(_("team or group"), blank=True)
    # The asker's home ones when it was asked: by these two a coordinator's scope is tested.
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+")
    sector = models.ForeignKey(Sector, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    revision = models.PositiveIntegerField(default=0)
    # The answer; of a request that is open again, the one that came to nothing.
    session = models.ForeignKey(Session, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    # Since it was asked, or since an answer came to nothing.
    waits_since = models.DateTimeField(db_default=Now())
    promised_on = models.DateField(_("answered by"))

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["institution", "waits_since"], condition=Q(state="open"), name="open_requests"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=1), name="a_request_is_for_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_open_again(self) -> bool:
        """Whether an answer came to nothing: the time lapsed, was declined or called off."""
        return self.is_open and self.session_id is not None

    @property
    def for_group(self) -> bool:
        return self.people > 1

    @property
    def length(self) -> timedelta:
        """How long a session on it is, unless told otherwise."""
        return timedelta(minutes=self.topic.length_minutes or self.institution.length_minutes)
