"""What addresses and forms carry: a free time, a day, the colleague a session is for. Nonsense is a 404."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from organisation.models import User
from organisation.people import reader_of
from sessions.policies import can_book_for

_TOKEN = re.compile(r"(\d{1,18})@(\d{8}T\d{4}Z)\Z")


@dataclass(frozen=True)
class TimeToken:
    """A coach and a UTC instant, as `sessions.free_times.time_token` writes them."""

    coach_id: int
    starts_at: datetime

    @classmethod
    def parse(cls, text: str) -> "TimeToken":
        """Raises ValueError unless `text` names a coach and a minute between 2000 and 2199."""
        if not (match := _TOKEN.match(text)):
            raise ValueError("not a time")
        starts_at = datetime.strptime(match[2], "%Y%m%dT%H%MZ").replace(tzinfo=UTC)
        if not 2000 <= starts_at.year < 2200:
            raise ValueError("not a time of ours")
        return cls(int(match[1]), starts_at)


def day_from(request: HttpRequest, name: str) -> date | None:
    """The ISO date in the query under `name`, None where there is none; 404 for what is no date of ours."""
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Http404("not a date") from error
    if not 2000 <= day.year < 2200:
        raise Http404("not a date of ours")
    return day


def person_from(request: HttpRequest) -> User:
    """The colleague whom `for` names in the query or the form, else the reader. 403 for whom one may not book.

    An operator belongs to no institution, so there is nobody for whom to book, the operator included.
    """
    reader = reader_of(request)
    if reader.institution_id is None:
        raise PermissionDenied
    text = request.POST.get("for") or request.GET.get("for", "")
    if not text or text == str(reader.pk):
        return reader
    if not text.isdecimal() or len(text) > 18:
        raise Http404("not a person")
    person = get_object_or_404(User.objects.visible_to(reader).select_related("institution"), pk=int(text))
    if not can_book_for(reader, person):
        raise PermissionDenied
    return person
