"""The coordinator's work: what people ask for without choosing a coach, what is written to them, what will change.

And what they say of the pages.
"""

import uuid
from datetime import date, timedelta

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coaches.models import Channel, Coach
from kit.encrypted import EncryptedTextField
from kit.names import in_three
from organisation.models import Institution, Language, Role, Sector, Site, User
from organisation.scope import NOTHING, roles_of, within
from sessions.models import Session
from topics.models import Topic


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
        return self.select_related("topic", "person", "institution", "meeting_site", "site", "session__coach__user")


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


def answers_for_accessibility(user: User) -> bool:
    """The institution's contact and its programme admins; an operator for what reaches no institution."""
    contact = user.institution.contact_email.lower() if user.institution else ""
    return user.is_operator or user.email == contact or user.holds(Role.Kind.PROGRAMME_ADMIN)


class AccessibilityFeedbackQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AccessibilityFeedbackQuerySet":
        """What came to the reader's institution, for those who answer for it; to an operator what came to none."""
        if not user.is_authenticated or not answers_for_accessibility(user):
            return self.none()
        return self.filter(institution_id=user.institution_id)

    def waiting(self) -> "AccessibilityFeedbackQuerySet":
        """Not answered yet."""
        return self.filter(answered_at=None)


class AccessibilityFeedback(models.Model):
    """What somebody, signed in or not, says about how the pages work for them. Kept for twelve months."""

    ANSWERED_WITHIN = timedelta(days=14)
    KEPT = timedelta(days=365)

    institution = models.ForeignKey(Institution, models.CASCADE, null=True, blank=True, related_name="+")
    text = models.TextField(_("what does not work for you"), max_length=2000)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    created_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    revision = 0
    """For the outbox: a feedback never changes, it is only answered."""

    objects = AccessibilityFeedbackQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk} {self.created_at:%Y-%m-%d}"

    @property
    def answer_by(self) -> date:
        """The local day by which the law wants an answer."""
        return timezone.localdate(self.created_at) + self.ANSWERED_WITHIN

    @property
    def days_left(self) -> int:
        """Days until then; below zero when it is over."""
        return (self.answer_by - timezone.localdate()).days


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "LetterQuerySet":
        """One's own, and those written to people in one's scope as a coordinator."""
        if not user.is_authenticated or not user.holds(Role.Kind.COORDINATOR):
            return self.none()
        return self.filter(within(roles_of(user, Role.Kind.COORDINATOR)) | Q(author=user))


class Letter(models.Model):
    """What a coordinator wrote: to one person, or to everyone of a group within the scope. It goes out by mail."""

    class Audience(models.TextChoices):
        PERSON = "person", _("one person")
        EVERYONE = "everyone", _("everyone")
        COACHES = "coaches", _("those who help colleagues")
        BOOKED = "booked", _("those who booked a topic")
        NEWCOMERS = "newcomers", _("those who started within a year")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    audience = models.CharField(_("to whom"), max_length=10, choices=Audience)
    person = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic"))
    # By these two a coordinator's scope is tested: the person's home ones, or those of the group.
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("site"))
    sector = models.ForeignKey(
        Sector, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sector")
    )
    subject = models.CharField(_("subject"), max_length=120)
    text = models.TextField(_("text"), max_length=4000)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """Made with the form, so that a form sent twice is one letter."""
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(audience="person", person__isnull=False) | ~Q(audience="person") & Q(person__isnull=True),
                name="a_letter_to_a_person_has_one",
            ),
        ]
        indexes = [models.Index(fields=["institution", "-created_at"], name="letters_of_an_institution")]

    def __str__(self) -> str:
        return f"{self.pk} {self.audience}"


SHOWN_AFTER = timedelta(days=14)
"""A change stays on the home base for so long after its day."""


class ChangeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ChangeQuerySet":
        """All of the reader's institution: what will change is no secret inside the house."""
        return self.filter(institution_id=user.institution_id) if user.is_authenticated else self.none()

    def for_person(self, person: User) -> "ChangeQuerySet":
        """Those that concern `person`, by home site and sector."""
        here = Q(site=None) | Q(site=person.home_site_id)
        return self.visible_to(person).filter(here, Q(sector=None) | Q(sector=person.home_sector_id))

    def current(self, today: date) -> "ChangeQuerySet":
        """Those ahead on the local date `today`, and those of the last two weeks; the next first."""
        return self.filter(day__gte=today - SHOWN_AFTER).order_by("day", "pk")


class Change(models.Model):  # type: ignore[django-manager-missing]  # of the rows that pghistory makes
    """Something that will be done in another way from a day on; shown on the home base of those it concerns."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    day = models.DateField(_("from which day"))
    text_fi = models.TextField(_("text in Finnish"), max_length=500)
    text_sv = models.TextField(_("text in Swedish"), max_length=500, blank=True)
    text_en = models.TextField(_("text in English"), max_length=500, blank=True)
    topics = models.ManyToManyField(Topic, related_name="+", blank=True, verbose_name=_("topics"))
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("site"))
    sector = models.ForeignKey(
        Sector, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sector")
    )

    text = in_three("text")
    objects = ChangeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "day"], name="changes_of_an_institution")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class ChangeEvent(
    pghistory.create_event_model(  # type: ignore[misc]  # built at run time
        Change,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        fields=["day", "text_fi", "text_sv", "text_en", "site", "sector"],
    )
):
    """What was said of a change at each time, written by triggers; it stays when the change is removed."""
