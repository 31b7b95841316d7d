"""The coordinator's work: what people ask for without choosing a coach."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from coaches.models import Channel
from kit.encrypted import EncryptedTextField
from organisation.models import Institution, Role, Sector, Site, User
from organisation.scope import roles_of, within
from topics.models import Topic


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
