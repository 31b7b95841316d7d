"""`/book/`: finding a time. The page and the fragment that htmx swaps show the same week of offers."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from kit.keys import bigint
from kit.zones import midnight
from organisation.models import User
from organisation.people import institution_of, reader_of
from sessions.free_times import next_free_times, time_token
from sessions.models import Participation
from sessions.offers import DAYS, ROWS_A_DAY, Day, first_offer, offers_for, week_of_offers
from sessions.policies import can_book_for_others, can_pass_rules
from sessions.search_form import SearchForm
from sessions.time_forms import OwnTimeForm
from sessions.tokens import day_from, person_from
from sessions.views.reading import chosen_time
from topics.models import Topic


@login_required
@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """Topic first; with a topic, its free times by day. A time chosen before leaves only its coach's topics."""
    person = person_from(request)
    if not request.GET.get("topic"):
        topics = Topic.objects.visible_to(reader_of(request)).offered().select_related("theme_area")
        if chosen := chosen_time(request):
            topics = topics.filter(Q(is_open=True) | Q(pk__in=chosen.coach.topics.values("pk")))
        context = {"topics": topics, "person": person, "chosen": chosen, **_whom(request)}
        return render(request, "sessions/book_topic.html", context)
    form = SearchForm(request.GET, reader=reader_of(request), person=person)
    return render(request, "sessions/book.html", _page(request, form), status=200 if form.is_valid() else 400)


@login_required
@require_safe
def times(request: HttpRequest) -> HttpResponse:
    """The list alone, for htmx; the address of the whole page follows it."""
    form = SearchForm(request.GET, reader=reader_of(request), person=person_from(request))
    response = render(request, "sessions/_times.html", _page(request, form), status=200 if form.is_valid() else 400)
    response["HX-Push-Url"] = f"{reverse('sessions:book')}?{request.GET.urlencode()}"
    return response


def _whom(request: HttpRequest) -> dict[str, Any]:
    return {"for_others": can_book_for_others(reader_of(request))}


def _page(request: HttpRequest, form: SearchForm) -> dict[str, Any]:
    context: dict[str, Any] = {"form": form, "person": form.person, **_whom(request)}
    if not form.is_valid():
        return context
    first_day = max(day_from(request, "from") or timezone.localdate(), timezone.localdate())
    search = form.search(first_day, per_day=ROWS_A_DAY, whole_day=day_from(request, "day"))
    if first_day > search.horizon + timedelta(days=DAYS):
        raise Http404("beyond the horizon")
    days = week_of_offers(search, form.rows("coach"), form.rows("site"))
    total = sum(day.count for day in days)
    return (
        context
        | {
            "days": days,
            "confirm": _confirm_address(form),
            "own_time": _own_time(form, first_day),
            "total": total,
            "open_days": sum(1 for day in days if day.count),
            "minutes": form.length_minutes,
            "own": _own_sessions(form.person, days) if form.person == form.reader else {},
            "earlier": first_day - timedelta(days=DAYS) if first_day > timezone.localdate() else None,
            "later": first_day + timedelta(days=DAYS) if first_day + timedelta(days=DAYS) <= search.horizon else None,
        }
        | ({} if total else _way_out(form, first_day))
    )


def _way_out(form: SearchForm, first_day: date) -> dict[str, Any]:
    """What helps when the week has nothing: the next free time, the nearest without the filters, phone and chat."""
    later = form.search(first_day + timedelta(days=DAYS))
    unfiltered = form.search(first_day, wide=True)
    return {
        "next_offer": first_offer(later),
        "nearest": offers_for(next_free_times(replace(unfiltered, last_day=unfiltered.horizon), 4))
        if form.is_narrowed
        else [],
        "reachable": form.reachable_coaches(),
    }


def _confirm_address(form: SearchForm) -> str:
    """Where a row leads, up to its time: made once, since a page has dozens of rows."""
    query = {"topic": form.cleaned_data["topic"].pk, "minutes": form.length_minutes}
    if form.person != form.reader:
        query["for"] = form.person.pk
    return f"{reverse('sessions:confirm')}?{urlencode(query)}&time="


def _own_time(form: SearchForm, day: date) -> dict[str, Any] | None:
    """The form for a time outside the list, for whoever books for a colleague and may pass rules; else None.

    For a coach it is a time of their own; a coordinator has chosen a coach among the filters.
    """
    coach = form.cleaned_data["coach"] or (form.reader.coach if form.only_coach else None)
    if coach is None or form.person == form.reader or not can_pass_rules(form.reader, coach, form.person):
        return None
    tz = form.institution.tz
    query = {"topic": form.cleaned_data["topic"].pk, "minutes": form.length_minutes, "for": form.person.pk}
    query["time"] = time_token(coach.pk, midnight(day, tz))  # the coach counts, the time is typed
    return {"form": OwnTimeForm(tz=tz), "kept": list(query.items())}


def _own_sessions(person: User, days: list[Day]) -> dict[date, list[Participation]]:
    """The person's own sessions in the week, by local day: those times are not offered, and the page says so."""
    tz = institution_of(person).tz
    week = (midnight(days[0].date, tz), midnight(days[-1].date + timedelta(days=1), tz))
    own: dict[date, list[Participation]] = {}
    for row in Participation.objects.filter(person=bigint(person.pk), active=True, during__overlap=week):
        own.setdefault(row.during.lower.astimezone(tz).date(), []).append(row)
    return own
