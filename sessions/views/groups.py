"""Open clinics and groups: looking for one, signing up, waiting for a seat, inviting people, changing its words."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import times
from kit.tables import format_of, table_response
from organisation.people import reader_of
from sessions import policies, services
from sessions.exceptions import BookingRefused
from sessions.group_forms import EditGroupForm, InviteForm, MoveSeriesForm
from sessions.models import Session, Waiting
from sessions.seat_words import clinics_of
from sessions.selectors import clinics_ahead
from sessions.services import LeftOut
from sessions.views.group_context import seated
from sessions.views.reading import allowed, readable
from topics.models import Topic

PAGE = 20


@login_required
@require_safe
def clinics(request: HttpRequest) -> HttpResponse:
    """The open clinics ahead, all or on one topic."""
    user = reader_of(request)
    rows = clinics_ahead(user)
    topics = list(Topic.objects.visible_to(user).filter(pk__in=rows.values("topic")).order_by("position", "pk"))
    topic = next((topic for topic in topics if str(topic.pk) == request.GET.get("topic")), None)
    page = Paginator(rows.filter(topic=topic) if topic else rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "clinics": clinics_of(page.object_list, user),
        "topics": topics,
        "topic": topic,
        "may_plan": policies.can_plan(user),
        "waiting": list(Waiting.objects.open().filter(person=user, session=None).select_related("topic")),
    }
    return render(request, "sessions/clinics.html", context)


@login_required
@require_safe
def export_seats(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who has a seat and what was said of their coming, as a file for the group's coach and the coordinator."""
    session = allowed(request, pk, policies.can_save_seats)
    heads = [_("Name"), _("E-mail"), _("Attendance")]
    rows = ([row.person.get_full_name(), row.person.email, row.get_attendance_display()] for row in seated(session))
    day = timezone.localdate(session.starts_at)
    return table_response(name=f"{_('seats')}-{day}", form=format_of(request.GET), heads=heads, rows=rows)


@login_required
@require_POST
def sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a seat; if there is none (any more), the page says so, and offers to wait."""
    session, user = readable(request, pk), reader_of(request)
    if policies.takes_part(user, session) and user.pk != session.coach.user_id:
        return redirect("sessions:detail", pk)
    if not policies.can_sign_up(user, session):
        raise PermissionDenied
    fact = _("You have a seat.") + "\n"
    return _try(request, pk, services.sign_up, fact + _("You get a message with a calendar invitation."))


@login_required
@require_POST
def wait(request: HttpRequest, pk: int) -> HttpResponse:
    """Stand in line for a seat."""
    allowed(request, pk, policies.can_sign_up)
    fact = _("You are in line.") + "\n"
    rest = _("When a seat gets free and it is your turn, you get a message and the seat is kept for you for a while.")
    return _try(request, pk, services.wait_for_seat, fact + rest)


@login_required
@require_POST
def stop_waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the line, or let go of the seat that is kept."""
    readable(request, pk)
    return _try(request, pk, services.stop_waiting, _("You are no longer in line."))


def _try(request: HttpRequest, pk: int, act: Callable[..., Any], said: str) -> HttpResponse:
    """Do `act` with the session for the reader; whatever comes of it is said on its page."""
    try:
        act(session=Session.objects.get(pk=pk), person=reader_of(request))
    except BookingRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said)
    return redirect("sessions:detail", pk)


@login_required
@require_POST
def wait_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Be told when a time or an open clinic on the topic comes."""
    user = reader_of(request)
    topic = get_object_or_404(Topic.objects.visible_to(user), pk=pk)
    if user.institution_id is None:
        raise PermissionDenied
    try:
        services.wait_for_topic(topic=topic, person=user)
    except BookingRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        fact = _("We will tell you.") + "\n"
        messages.success(request, fact + _("You get a message when a time or an open clinic on this topic comes."))
    return redirect("sessions:clinics")


@login_required
@require_POST
def stop_waiting_topic(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader_of(request)
    topic = get_object_or_404(Topic.objects.visible_to(user), pk=pk)
    services.stop_waiting_for_topic(topic=topic, person=user)
    messages.success(request, _("You no longer wait for this topic."))
    return redirect("sessions:clinics")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask colleagues to sign up, or put in those who are free."""
    session = allowed(request, pk, policies.can_manage_group)
    form = InviteForm(request.POST if request.method == "POST" else None, session=session, by=reader_of(request))
    if request.method == "POST" and form.is_valid() and form.send():
        messages.success(request, _done(form))
        if form.left_out:
            messages.error(request, _left_out(form.left_out))
        return redirect("sessions:detail", pk)
    return render(
        request, "sessions/invite.html", {"form": form, "session": session}, status=400 if form.errors else 200
    )


def _done(form: InviteForm) -> str:
    if form.cleaned_data["how"] == "invite":
        return ngettext("%(n)d colleague is invited.", "%(n)d colleagues are invited.", form.count) % {"n": form.count}
    return ngettext("%(n)d colleague is in.", "%(n)d colleagues are in.", form.count) % {"n": form.count}


def _left_out(them: list[LeftOut]) -> str:
    """Who is not in, and why."""
    said = [f"{g.person.get_full_name()}, {times.time_range(g.session.starts_at)}: {g.refusal}" for g in them]
    return _("These could not be put in.") + "\n" + " · ".join(said)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The words and the seats of a group."""
    session = allowed(request, pk, policies.can_manage_group)
    form = EditGroupForm(request.POST if request.method == "POST" else None, session=session, by=reader_of(request))
    if request.method == "POST" and form.is_valid() and form.save():
        messages.success(request, _("Saved."))
        return redirect("sessions:detail", pk)
    context = {"form": form, "session": session}
    return render(request, "sessions/group_edit.html", context, status=400 if form.errors else 200)


def may_move_series(user: Any, session: Session) -> bool:
    """Its coach and the coordinator; others of a series move one by one."""
    return session.series_id is not None and policies.can_pass_rules_of(user, session)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move_series(request: HttpRequest, pk: int) -> HttpResponse:
    """Move several of a series at once, all or none."""
    session = allowed(request, pk, may_move_series)
    form = MoveSeriesForm(request.POST if request.method == "POST" else None, session=session, by=reader_of(request))
    if request.method == "POST" and form.is_valid() and form.move():
        fact = _("The sessions have been moved.")
        messages.success(request, fact + "\n" + _("Everyone got one message with all the new times."))
        return redirect("sessions:detail", pk)
    status = 409 if form.refusal else 400 if form.errors else 200
    return render(request, "sessions/series_move.html", {"form": form, "session": session}, status=status)
