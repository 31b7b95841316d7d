"""Addresses from which calendar programs read a person's sessions."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kit.tokens import token_hash
from organisation.models import Institution, User


class CalendarFeedQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CalendarFeedQuerySet":
        """One's own only."""
        return self.filter(person=user) if user.is_authenticated else self.none()

    def opened_by(self, token: str) -> "CalendarFeedQuerySet":
        """The one whose address holds `token`, as long as the account of its person is open."""
        return self.filter(token_hash=token_hash(token), person__is_active=True)


class CalendarFeed(models.Model):
    """A secret address at which a person's sessions can be read. Only a hash of its token is stored."""

    class Scope(models.TextChoices):
        MINE = "mine", _("My sessions")
        HELD = "held", _("Sessions that I hold")
        CLINICS = "clinics", _("Open clinics of my teams")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    scope = models.CharField(max_length=7, choices=Scope)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "scope"], name="one_feed_of_a_scope")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.scope}"
