"""What people say of how the pages work for them."""

from datetime import date, timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.models import Institution, Language, Role, User


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
