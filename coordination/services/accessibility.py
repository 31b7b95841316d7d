"""Feedback on accessibility: given by anybody, read and answered by the institution's contact."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from coordination.models import AccessibilityFeedback
from notifications.outbox import enqueue
from organisation.models import Institution, Role, User

TOLD_UNTIL = timedelta(days=5)
SECOND_PRESS = timedelta(minutes=10)


@transaction.atomic
def give_accessibility_feedback(
    *, institution: Institution | None, text: str, language: str, name: str = "", email: str = ""
) -> AccessibilityFeedback:
    """Keep what somebody says and tell whoever answers for it. The same text within ten minutes is one feedback."""
    said = {"institution": institution, "text": text, "name": name, "email": email}
    twin = AccessibilityFeedback.objects.filter(**said, created_at__gte=Now() - SECOND_PRESS).first()
    if twin:
        return twin
    feedback = AccessibilityFeedback.objects.create(**said, language=language)
    latest = timezone.now() + TOLD_UNTIL
    for reader in told_of_accessibility(institution):
        enqueue(kind="accessibility_feedback", thing=feedback, recipient=reader, latest_at=latest)
    return feedback


def told_of_accessibility(institution: Institution | None) -> Iterable[User]:
    """Who hears of a feedback: the institution's contact; without an account of theirs its programme admins.

    The operators hear of what concerns no institution, and where nobody else is there to hear it.
    """
    active = User.objects.filter(is_active=True)
    operators = active.filter(is_operator=True)
    if institution is None:
        return operators
    contact = active.filter(institution=institution, email=institution.contact_email.lower())
    today = Role.objects.valid_on(timezone.localdate()).filter(institution=institution)
    admins = active.filter(pk__in=today.filter(kind=Role.Kind.PROGRAMME_ADMIN).values("user"))
    return next((people for people in (contact, admins) if people), operators)


def answer_accessibility_feedback(*, feedback: AccessibilityFeedback, by: User) -> None:
    """Note that `by` has answered; whoever was first stays noted."""
    waiting = AccessibilityFeedback.objects.waiting().filter(pk=feedback.pk)
    waiting.update(answered_at=timezone.now(), answered_by=by)


def forget_accessibility_feedback() -> None:
    """Delete what is older than twelve months."""
    AccessibilityFeedback.objects.filter(created_at__lt=Now() - AccessibilityFeedback.KEPT).delete()
