"""Texts that are kept no longer: lines of the log and objections to it, by the institution's own period."""

from django.db.models import Q
from django.utils import timezone

from coaches.models import Objection, WorkLog
from organisation.retention import houses_with_edge


def forget_lines() -> int:
    """Empty the lines, and delete the objections, that are older than their institution keeps texts; return how many.

    The rows stay: hours and figures are kept, words are not.
    """
    count = 0
    for house, before in houses_with_edge(timezone.now()):
        old = WorkLog.objects.filter(Q(institution=house, starts_at__lt=before) & ~Q(line=""))
        count += old.update(line="")
        count += Objection.objects.filter(institution=house, written_at__lt=before).delete()[0]
    return count
