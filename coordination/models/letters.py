"""What a coordinator writes to people."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from organisation.models import Institution, Role, Sector, Site, User
from organisation.scope import roles_of, within
from topics.models import Topic


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
