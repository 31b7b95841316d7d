"""Texts that are kept no longer: what a session was about, and why one was called off."""

from django.utils import timezone

from organisation.retention import houses_with_edge
from sessions.models import Session


def forget_words() -> int:
    """Empty both, of sessions that ended before their institution's own period; return how many. The rows stay."""
    count = 0
    for house, before in houses_with_edge(timezone.now()):
        old = Session.objects.filter(institution=house, ends_at__lt=before)
        for name in ("about", "cancel_reason"):
            count += old.exclude(**{name: ""}).update(**{name: ""})
    return count
