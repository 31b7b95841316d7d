"""Another time for a session: moving it there, or suggesting it. Both list the coach's free times first."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kit import times
from organisation.people import reader_of
from organisation.terms import say
from sessions import policies, services
from sessions.exceptions import BookingRefused
from sessions.free_times import Search, time_token
from sessions.models import Session, Suggestion
from sessions.offers import DAYS, ROWS_A_DAY, first_offer, week_of_offers
from sessions.people import helped
from sessions.rules import Wish, check_booking_rules, rules_to_pass
from sessions.time_forms import OwnTimeForm, Passing, PassingForm
from sessions.tokens import day_from
from sessions.views.reading import allowed, time_token_from


@dataclass(frozen=True)
class Purpose:
    """What the times are listed for: the words of the page, of a row's act and of the last step."""

    url_name: str
    title: Any
    act: Any
    submit: Any
    follows: Any


MOVING = Purpose(
    "sessions:move",
    gettext_lazy("Move to another time"),
    gettext_lazy("Move here"),
    gettext_lazy("Move to this time"),
    gettext_lazy("Everyone gets a message, and the calendar invitation moves along."),
)
SUGGESTING = Purpose(
    "sessions:suggest",
    gettext_lazy("Suggest another time"),
    gettext_lazy("Suggest this"),
    gettext_lazy("Suggest this time"),
    gettext_lazy("The session stays where it is until the suggestion is accepted. The new time is not held meanwhile."),
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """GET lists the coach's free times, GET with a time asks to confirm it, POST moves."""
    session = allowed(request, pk, policies.can_move)
    if request.method != "POST":
        return _choose(request, session, MOVING)
    starts_at, passing = _chosen(request, session), PassingForm(request.POST).chosen()
    try:
        moved = services.move_session(
            session=session,
            starts_at=starts_at,
            by=reader_of(request),
            pass_rules=passing.pass_rules,
            without_buffers=passing.without_buffers,
        )
    except BookingRefused as refusal:
        return _refuse(request, session, MOVING, _wish(request, session, starts_at, passing), refusal)
    text = _("The new time is %(when)s. The others got a message, and the calendar invitation was updated.")
    fact = _("The session has been moved.")
    messages.success(request, f"{fact}\n{text % {'when': times.near(moved.starts_at)}}")
    return redirect("sessions:detail", session.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest, pk: int) -> HttpResponse:
    """As `move`, but POST asks those who are helped."""
    session = allowed(request, pk, policies.can_suggest)
    if request.method != "POST":
        return _choose(request, session, SUGGESTING)
    starts_at = _chosen(request, session)
    try:
        services.suggest_time(session=session, starts_at=starts_at, by=reader_of(request))
    except BookingRefused as refusal:
        return stayed(request, session, refusal, SUGGESTING)
    fact = _("The other time is suggested.")
    messages.success(request, fact + "\n" + _("The session stays where it is until the suggestion is accepted."))
    return redirect("sessions:detail", session.pk)


@login_required
@require_POST
def accept_suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    """Move to the suggested time; if it is gone, say so and list the others."""
    session = allowed(request, pk, policies.can_answer_suggestion)
    try:
        moved = services.accept_suggestion(session=session, starts_at=_chosen(request, session), by=reader_of(request))
    except BookingRefused as refusal:
        return stayed(request, session, refusal)
    fact = _("The session has been moved.")
    messages.success(request, fact + "\n" + _("The new time is %(when)s.") % {"when": times.near(moved.starts_at)})
    return redirect("sessions:detail", session.pk)


@login_required
@require_POST
def decline_suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    session = allowed(request, pk, policies.can_answer_suggestion)
    try:
        services.decline_suggestion(session=session, starts_at=_chosen(request, session), by=reader_of(request))
    except BookingRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The session stays as it is.") + "\n" + say(_("The {coach} got a message.")))
    return redirect("sessions:detail", session.pk)


def open_suggestion(session: Session) -> Suggestion | None:
    """The other time that is suggested for `session` and can still be answered."""
    found = Suggestion.objects.open().filter(session=session).select_related("by").first()
    if found:
        found.session = session
    return found


def _chosen(request: HttpRequest, session: Session) -> datetime:
    """The instant that the form or the address names; 404 for nonsense and for another coach's time."""
    chosen = time_token_from(request.POST.get("time") or request.GET.get("time", ""))
    if chosen.coach_id != session.coach_id:
        raise Http404("another coach's time")
    return chosen.starts_at


def _choose(request: HttpRequest, session: Session, purpose: Purpose) -> HttpResponse:
    if request.GET.get("time"):
        return _ask(request, session, purpose)
    typed = _typed(request, session, purpose)
    if typed.is_bound and typed.is_valid():
        return redirect(_address(session, purpose, typed))
    context = _times_to_choose(request, session, purpose) | {"typed": typed}
    return render(request, "sessions/move.html", context, status=400 if typed.errors else 200)


def _typed(request: HttpRequest, session: Session, purpose: Purpose) -> OwnTimeForm:
    may = purpose is MOVING and policies.can_pass_rules_of(reader_of(request), session)
    typed = may and {"on", "at"} & request.GET.keys()
    return OwnTimeForm(request.GET if typed else None, tz=session.institution.tz)


def _address(session: Session, purpose: Purpose, typed: OwnTimeForm) -> str:
    query = {"time": time_token(session.coach_id, typed.starts_at)}
    query |= {"without_buffers": "on"} if typed.cleaned_data["without_buffers"] else {}
    return f"{reverse(purpose.url_name, args=[session.pk])}?{urlencode(query)}"


def _wish(request: HttpRequest, session: Session, starts_at: datetime, passing: Passing) -> Wish:
    return Wish(
        coach=session.coach,
        people=tuple(helped(session)),
        topic=session.topic,
        starts_at=starts_at,
        ends_at=starts_at + (session.ends_at - session.starts_at),
        by=reader_of(request),
        but=session.pk,
        without_buffers=passing.without_buffers,
    )


def _ask(request: HttpRequest, session: Session, purpose: Purpose) -> HttpResponse:
    """Show the new time before it is taken; one that is gone already is said at once."""
    may_pass = purpose is MOVING and policies.can_pass_rules_of(reader_of(request), session)
    passing = PassingForm(request.GET).chosen() if may_pass else Passing()
    wish = _wish(request, session, _chosen(request, session), passing)
    try:
        check_booking_rules(wish)
    except BookingRefused as refusal:
        return _refuse(request, session, purpose, wish, refusal)
    return _confirm(request, session, purpose, wish, [])


def _refuse(
    request: HttpRequest, session: Session, purpose: Purpose, wish: Wish, refusal: BookingRefused
) -> HttpResponse:
    """If only rules stand against it that the reader may pass, ask whether to; else say that it stayed."""
    against = rules_to_pass(wish) if purpose is MOVING else []
    if against:
        return _confirm(request, session, purpose, wish, against)
    return stayed(request, session, refusal, purpose)


def _confirm(
    request: HttpRequest, session: Session, purpose: Purpose, wish: Wish, against: list[BookingRefused]
) -> HttpResponse:
    data = request.POST if request.method == "POST" else request.GET
    context = {
        "session": session,
        "wish": wish,
        "purpose": purpose,
        "token": time_token(session.coach_id, wish.starts_at),
        "against": against,
        "passing": PassingForm(data) if purpose is MOVING and wish.may_pass else None,
    }
    status = 409 if against and request.method == "POST" else 200
    return render(request, "sessions/move_confirm.html", context, status=status)


def stayed(request: HttpRequest, session: Session, refusal: BookingRefused, purpose: Purpose = MOVING) -> HttpResponse:
    """Why the session stayed where it was, and the times that are free."""
    context = _times_to_choose(request, session, purpose) | {
        "refusal": refusal,
        "typed": OwnTimeForm(tz=session.institution.tz),
    }
    return render(request, "sessions/move.html", context, status=409)


def _times_to_choose(request: HttpRequest, session: Session, purpose: Purpose) -> dict[str, Any]:
    today = timezone.localdate()
    first_day = max(day_from(request, "from") or today, today)
    search = _search(session, first_day, day_from(request, "day"))
    if first_day > search.horizon + timedelta(days=DAYS):
        raise Http404("beyond the horizon")
    days = week_of_offers(search)
    total = sum(day.count for day in days)
    later = first_day + timedelta(days=DAYS)
    return {
        "session": session,
        "purpose": purpose,
        "here": reverse(purpose.url_name, args=[session.pk]),
        "days": days,
        "total": total,
        "next_offer": None if total else first_offer(search),
        "earlier": first_day - timedelta(days=DAYS) if first_day > today else None,
        "later": later if later <= search.horizon else None,
        "may_type": purpose is MOVING and policies.can_pass_rules_of(reader_of(request), session),
    }


def _search(session: Session, first_day: date, whole_day: date | None) -> Search:
    return Search(
        institution=session.institution,
        persons=tuple(person.pk for person in helped(session)),
        first_day=first_day,
        last_day=first_day,
        length=session.ends_at - session.starts_at,
        coach_id=session.coach_id,
        but=session.pk,
        per_day=ROWS_A_DAY,
        whole_day=whole_day,
    )
