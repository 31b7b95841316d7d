"""Three hints for whoever is new to a role, on the home base until they are put away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from coaching.preferences import back
from organisation.models import Role, User
from organisation.people import reader_of


@dataclass(frozen=True)
class Hint:
    """What to try, why, and where. `key` is what is stored when it is put away."""

    key: str
    title: Any
    text: Any
    page: str
    part: str = ""

    @property
    def url(self) -> str:
        return reverse(self.page) + self.part


def holder_of(kind: str) -> Callable[[User], bool]:
    return lambda user: user.holds(kind)


HINTS: Sequence[tuple[Callable[[User], bool], tuple[Hint, Hint, Hint]]] = (
    (
        holder_of(Role.Kind.PROGRAMME_ADMIN),
        (
            Hint(
                "admin-home",
                _("Tell what this is for"),
                _("Write the purpose, the contact and the logo on the home base. Everybody sees them first."),
                "coordination:home_base",
            ),
            Hint(
                "admin-closed",
                _("Close the days off"),
                _("On a closed day no times are offered. Public holidays are known already."),
                "coordination:closed_days",
            ),
            Hint(
                "admin-feedback",
                _("Answer feedback"),
                _("What people say about accessibility comes to you. The law gives 14 days for an answer."),
                "coordination:accessibility_feedback",
            ),
        ),
    ),
    (
        holder_of(Role.Kind.COORDINATOR),
        (
            Hint(
                "coordinator-requests",
                _("Look at the requests"),
                _("Whoever does not know whom to ask, asks you. You see what they wrote until it is answered."),
                "coordination:requests",
            ),
            Hint(
                "coordinator-colleague",
                _("Book for a colleague"),
                _("Choose the colleague first, then a free time that suits both."),
                "sessions:colleague",
            ),
            Hint(
                "coordinator-sees",
                _("Know what you see"),
                _("You see when people meet and on which topic. What they say and write stays between them."),
                "me",
                "#seen",
            ),
        ),
    ),
    (
        holder_of(Role.Kind.MANAGER),
        (
            Hint(
                "manager-figures",
                _("Figures, never names"),
                _("You see how much help is given, not to whom. Small figures are not shown."),
                "me",
                "#seen",
            ),
            Hint(
                "manager-topics",
                _("See what help is about"),
                _("The topics tell what colleagues can help with."),
                "coaches:topics",
            ),
            Hint(
                "manager-book",
                _("Book a time yourself"),
                _("It is for everybody of the house. The question may be small."),
                "sessions:book",
            ),
        ),
    ),
    (
        lambda user: hasattr(user, "coach"),
        (
            Hint(
                "coach-hours",
                _("Tell when you are open"),
                _("Colleagues see free times only within your opening hours."),
                "coaches:opening_hours",
            ),
            Hint(
                "coach-profile",
                _("Tell what you are good at"),
                _("Topics, languages and a line about you lead the right people to you."),
                "coaches:profile",
            ),
            Hint(
                "coach-desk",
                _("Close a session afterwards"),
                _("One press on your desk tells that it was held. So your work is counted."),
                "sessions:coach_desk",
            ),
        ),
    ),
    (
        lambda user: user.institution_id is not None,
        (
            Hint(
                "teacher-book",
                _("Book a time"),
                _("Choose what you would like to talk about. You see free times at once."),
                "sessions:book",
            ),
            Hint(
                "teacher-ask",
                _("Or ask us"),
                _("When no time suits, send a request. A coordinator finds somebody who helps, and a time."),
                "coordination:ask",
            ),
            Hint(
                "teacher-sees",
                _("It stays between you"),
                _("This is help, not evaluation. See for yourself who sees what about you."),
                "me",
                "#seen",
            ),
        ),
    ),
)
"""By role; whoever has several gets the hints of the first that fits. An operator has none."""


def hints_of(user: User) -> tuple[Hint, ...]:
    """All three of the person's role."""
    return next((hints for fits, hints in HINTS if fits(user)), ())


def hints_for(user: User) -> list[Hint]:
    """Those that the person has not put away."""
    return [hint for hint in hints_of(user) if hint.key not in user.hints_hidden]


@login_required
@require_POST
def hide(request: HttpRequest) -> HttpResponse:
    """Put away the hint that `hint` names, or all of one's role. Twice changes nothing."""
    user, wanted = reader_of(request), request.POST.get("hint", "")
    gone = [hint.key for hint in hints_of(user) if wanted in (hint.key, "all")]
    if not gone:
        return HttpResponseBadRequest()
    user.hints_hidden = sorted({*user.hints_hidden, *gone})
    user.save(update_fields=["hints_hidden"])
    return back(request)


@login_required
@require_POST
def show(request: HttpRequest) -> HttpResponse:
    """Show all hints again, on the home base."""
    user = reader_of(request)
    user.hints_hidden = []
    user.save(update_fields=["hints_hidden"])
    return redirect("home")
