"""Confirming a chosen time; and what the loser of a race sees."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coaches.models import Coach
from kit import times
from kit.free_text import looks_personal, personal_hint
from organisation.people import reader_of
from organisation.terms import say
from sessions.exceptions import BookingRefused, TimeTaken
from sessions.forms import BookingForm
from sessions.free_times import FreeTime, Place, Search, time_token
from sessions.offers import Offer, nearest_offers, offers_for
from sessions.places import usual_channel
from sessions.policies import can_book_with_any, can_pass_rules
from sessions.rules import Wish, check_booking_rules, rules_to_pass
from sessions.time_forms import OwnTimeForm
from sessions.tokens import person_from


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """GET shows what is about to be booked, POST books it. A time that is gone is a 409 with the nearest others."""
    person = person_from(request)
    data = request.POST if request.method == "POST" else request.GET
    form = BookingForm(data, reader=reader_of(request), person=person)
    form.is_valid()
    if not {"time", "topic", "minutes"} <= form.cleaned_data.keys():
        raise Http404("no such time")
    chosen = form.cleaned_data["time"]
    coach = get_object_or_404(
        Coach.objects.visible_to(reader_of(request)).select_related("user", "institution"), pk=chosen.coach_id
    )
    if request.method == "POST" and form.is_valid() and (session := form.book(coach)):
        messages.success(request, _booked(session.starts_at, coach, form))
        if looks_personal(form.cleaned_data["about"]):
            messages.info(request, personal_hint())
        return redirect("sessions:detail", session.pk)
    typed = _typed(request, form, coach)
    if typed is not None and typed.is_valid():
        return redirect(_typed_address(request, coach, typed))
    return _answer(request, form, coach, typed)


def _typed(request: HttpRequest, form: BookingForm, coach: Coach) -> OwnTimeForm | None:
    """The form for a time outside the list, for whoever may pass rules."""
    if not (form.may_pass_rules and can_pass_rules(form.reader, coach, form.person)):
        return None
    typed = request.method != "POST" and {"on", "at"} & request.GET.keys()
    return OwnTimeForm(request.GET if typed else None, tz=coach.institution.tz)


def _typed_address(request: HttpRequest, coach: Coach, typed: OwnTimeForm) -> str:
    """This page again, for the time that was typed."""
    query = request.GET.copy()
    query["time"] = time_token(coach.pk, typed.starts_at)
    for name in ("on", "at"):
        query.pop(name, None)
    return f"{reverse('sessions:confirm')}?{query.urlencode()}"


def _booked(starts_at: Any, coach: Coach, form: BookingForm) -> str:
    when = times.time_range(starts_at)
    follows = (
        _("%(when)s with %(coach)s. You all get a message with a calendar invitation.")
        if form.together
        else _("%(when)s with %(coach)s. You both get a message with a calendar invitation.")
    )
    return _("The time is booked.") + "\n" + follows % {"when": when[:1].upper() + when[1:], "coach": coach}


def _answer(request: HttpRequest, form: BookingForm, coach: Coach, typed: OwnTimeForm | None) -> HttpResponse:
    wish = _wish(form, coach)
    refusal, place, against = form.refusal, None, []
    if refusal is None:
        try:
            place = check_booking_rules(wish).place
        except BookingRefused as error:
            refusal = error
    if refusal is not None:
        against = rules_to_pass(wish) if form.may_pass_rules else []
        if not against:
            return _refuse(request, form, wish, refusal)
    context = {
        "form": form,
        "offer": _offer(wish, place),
        "wish": wish,
        "back": _back(form, wish),
        "against": against,
        "typed": typed,
        "kept": [(name, form[name].value()) for name in ("time", "topic", "minutes")] + [("for", form.person.pk)],
    }
    return render(request, "sessions/confirm.html", context, status=_status(request, form, typed, against))


def _status(request: HttpRequest, form: BookingForm, typed: OwnTimeForm | None, against: list) -> int:
    """A GET arrives with nothing filled in yet, so nothing is marked as wrong."""
    if form.errors or (typed and typed.errors):
        return 400
    return 409 if against and request.method == "POST" else 200


def _wish(form: BookingForm, coach: Coach) -> Wish:
    chosen = form.cleaned_data
    return Wish(
        coach=coach,
        people=(form.person, *form.together),
        topic=chosen["topic"],
        starts_at=chosen["time"].starts_at,
        ends_at=chosen["time"].starts_at + timedelta(minutes=chosen["minutes"]),
        by=form.reader,
        without_buffers=form.passing.without_buffers,
    )


def _offer(wish: Wish, place: Place | None) -> Offer:
    place = place or Place(usual_channel(wish.coach))
    free = FreeTime(wish.coach.pk, wish.starts_at, wish.ends_at, place.channel, place.site_id, place.room)
    return replace(offers_for([free])[0], coach=wish.coach)


def _back(form: BookingForm, wish: Wish) -> str:
    query = {"topic": wish.topic.pk, "minutes": form.cleaned_data["minutes"]}
    if form.person != form.reader:
        query["for"] = form.person.pk
    return f"{reverse('sessions:book')}?{urlencode(query)}"


def _refuse(request: HttpRequest, form: BookingForm, wish: Wish, refusal: BookingRefused) -> HttpResponse:
    search = Search(
        institution=wish.institution,
        persons=tuple(person.pk for person in wish.people),
        first_day=wish.starts_at.date(),
        last_day=wish.starts_at.date(),
        length=wish.ends_at - wish.starts_at,
        topic_id=None if wish.topic.is_open else wish.topic.pk,
        coach_id=None if can_book_with_any(form.reader, form.person) else wish.coach.pk,
    )
    context = {
        "form": form,
        "wish": wish,
        "refusal": refusal,
        "was_quicker": isinstance(refusal, TimeTaken),
        "offers": nearest_offers(
            search,
            coach=wish.coach,
            starts_at=wish.starts_at,
            same_coach=say(_("same {coach}")),
            same_time=_("same time"),
        ),
        "back": _back(form, wish),
    }
    return render(request, "sessions/refused.html", context, status=409)
