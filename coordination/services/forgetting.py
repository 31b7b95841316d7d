"""Texts that are kept no longer: what requests were about, and what coordinators wrote."""

from django.utils import timezone

from coordination.models import HelpRequest, Letter
from organisation.retention import houses_with_edge


def forget_words() -> int:
    """Empty requests and delete letters after their institution's own period; return how many.

    A request that is still open keeps its words: somebody has to read them yet.
    """
    count = 0
    for house, before in houses_with_edge(timezone.now()):
        requests = HelpRequest.objects.filter(institution=house, created_at__lt=before)
        settled = requests.exclude(state__in=(HelpRequest.State.OPEN, HelpRequest.State.PROPOSED))
        for name in ("about", "group"):
            count += settled.exclude(**{name: ""}).update(**{name: ""})
        count += Letter.objects.filter(institution=house, created_at__lt=before).delete()[0]
    return count
