"""`/sessions/<id>/feedback/`, and what a coach reads of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from followup.exceptions import FeedbackClosed
from followup.forms.feedback import FeedbackForm
from followup.models import Feedback
from followup.policies import can_give_feedback
from followup.selectors import blocks_of, questions_of
from organisation.people import reader_of
from sessions.views.reading import readable


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """Once for each who was helped."""
    person, session = reader_of(request), readable(request, pk)
    if Feedback.objects.filter(session=session, person=person).exists():
        messages.info(request, _("You have said how it was. Thank you."))
        return redirect("sessions:detail", pk)
    if not can_give_feedback(person, session):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = FeedbackForm(data, session=session, person=person, questions=questions_of(session.institution))
    if request.method == "POST" and form.is_valid():
        try:
            form.give()
        except FeedbackClosed as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, _("Thank you.\nNobody sees who said what."))
        return redirect("sessions:detail", pk)
    context = {"form": form, "session": session}
    return render(request, "followup/feedback.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def my_feedback(request: HttpRequest) -> HttpResponse:
    """A coach's own, in blocks of five."""
    person = reader_of(request)
    if not hasattr(person, "coach"):
        raise PermissionDenied
    return render(request, "followup/my_feedback.html", {"blocks": blocks_of(person.coach)})
