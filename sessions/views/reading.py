"""How every page of a session begins: by fetching it for a reader, and asking whether they may."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from coaches.models import Coach
from organisation.models import User
from organisation.people import reader_of
from sessions.models import GROUPS, Session
from sessions.tokens import TimeToken


def readable(request: HttpRequest, pk: int) -> Session:
    """The session `pk` with its people, if the reader may read it; else 404."""
    rows = Session.objects.visible_to(reader_of(request)).for_list()
    return get_object_or_404(rows.prefetch_related("participations__person"), pk=pk)


def allowed(request: HttpRequest, pk: int, policy: Callable[[User, Session], bool]) -> Session:
    """The session `pk`, if the reader may also do what `policy` guards; else 403."""
    session = readable(request, pk)
    if not policy(reader_of(request), session):
        raise PermissionDenied
    return session


def is_gone(request: HttpRequest, pk: int) -> bool:
    """Whether the reader has left the session `pk` already, and may not change it any more: as after a double click."""
    user = reader_of(request)
    left = Session.objects.filter(pk=pk, participations__person=user, participations__left_at__isnull=False)
    mine = Session.objects.visible_to(user).exclude(kind__in=GROUPS)
    return left.exists() and not mine.filter(pk=pk).exists()


def time_token_from(text: str) -> TimeToken:
    """The time that `text` names; 404 for nonsense."""
    try:
        return TimeToken.parse(text)
    except ValueError as error:
        raise Http404("not a time") from error


@dataclass(frozen=True)
class Chosen:
    """A coach and an instant that the address names before it is known for whom and what about."""

    coach: Coach
    starts_at: datetime


def chosen_time(request: HttpRequest) -> Chosen | None:
    """What `time` in the query names, None where there is none; 404 for nonsense and for coaches of other houses."""
    if not (text := request.GET.get("time", "")):
        return None
    token = time_token_from(text)
    coaches = Coach.objects.visible_to(reader_of(request)).select_related("user")
    return Chosen(get_object_or_404(coaches, pk=token.coach_id), token.starts_at)
