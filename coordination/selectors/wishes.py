"""What a request asks for, as the search for coaches reads it."""

from datetime import timedelta

from django.utils import timezone

from coaches.models import Channel
from coordination.models import HelpRequest
from coordination.selectors.candidates import Need
from sessions.search_form import PARTS_OF_DAY

AHEAD = timedelta(days=28)
"""So far ahead is looked for a time."""
NEEDS_A_PLACE = ("", Channel.IN_PERSON, Channel.CLASS_VISIT)


def need_of(request: HelpRequest) -> Need:
    """Read with `institution` and `topic`, it asks nothing of the database."""
    today = timezone.localdate(timezone=request.institution.tz)
    by_day = request.wanted_by if request.wanted_by and request.wanted_by >= today else None
    where = request.meeting_site_id or request.site_id
    return Need(
        institution=request.institution,
        topic=request.topic,
        persons=(request.person_id,),
        length=request.length,
        first_day=today,
        last_day=max(today + AHEAD, by_day or today),
        by_day=by_day,
        weekdays=tuple(request.weekdays),
        hours=tuple(PARTS_OF_DAY[part] for part in request.parts),
        channels=(request.channel,) if request.channel else (),
        meeting_site=request.meeting_site_id,
        near=frozenset(() if where is None or request.channel not in NEEDS_A_PLACE else (where,)),
        sector=request.sector_id,
        language=request.language,
    )
