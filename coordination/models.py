"""The coordinator's work: what people ask for without choosing a coach, and what they say of the pages."""

from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coaches.models import Channel
from kit.encrypted import EncryptedTextField
from organisation.models import Institution, Language, Role, Sector, Site, User
from organisation.scope import roles_of, within
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


class HelpRequestQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "HelpRequestQuerySet":
        """One's own; and those in one's scope as a coordinator."""
        if not user.is_authenticated or user.institution_id is None:
            return self.none()
        scope = within(roles_of(user, Role.Kind.COORDINATOR))
        return self.filter(Q(institution_id=user.institution_id) & (Q(person=user) | scope))

    def open(self) -> "HelpRequestQuerySet":
        """Those that nobody has answered yet, oldest first."""
        return self.filter(state=HelpRequest.State.OPEN).order_by("created_at")


class HelpRequest(models.Model):
    """Help asked for without choosing a coach; a coordinator finds the coach and the time."""

    class State(models.TextChoices):
        OPEN = "open", _("waiting")
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
    # The asker's home ones when it was asked: by these two a coordinator's scope is tested.
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+")
    sector = models.ForeignKey(Sector, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["institution", "created_at"], condition=Q(state="open"), name="open_requests"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


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
