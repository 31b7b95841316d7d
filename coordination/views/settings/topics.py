"""Theme areas and topics: what they are called, in which order they are offered, and which are retired."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.forms.settings import SettingForm
from coordination.forms.settings.topics import ThemeAreaForm, TopicForm
from coordination.services.settings import remove_setting
from coordination.views.settings import FORM_METHODS, administered, answer, typed
from organisation.exceptions import Refused
from topics.models import ThemeArea, Topic
from topics.services import move_area, move_topic, retire_topic

PAGE = "coordination:topics_settings"


@dataclass(frozen=True)
class Line:
    """A topic or an area in its order; `focus` is the button ("up" or "down") on which the reader just was."""

    thing: ThemeArea | Topic
    row: str
    first: bool
    last: bool
    focus: str


@dataclass(frozen=True)
class Area:
    """A theme area with its topics, in order; `line` is None for the topics outside every area."""

    line: Line | None
    topics: list[Line]
    is_empty: bool


@login_required
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    institution, moved = administered(request), request.GET.get("moved", "")
    found = list(Topic.objects.filter(institution=institution).order_by("position", "pk"))
    named = _lines("area", ThemeArea.objects.filter(institution=institution), moved)
    areas = [_area(line, found, moved) for line in (*named, None)]
    context = {
        "areas": [area for area in areas if area.line or area.topics],
        "retired": [topic for topic in found if topic.is_retired],
    }
    return render(request, "coordination/settings/topics.html", context)


def _area(line: Line | None, topics: list[Topic], moved: str) -> Area:
    own = [topic for topic in topics if topic.theme_area_id == (line.thing.pk if line else None)]
    return Area(line, _lines("topic", [topic for topic in own if not topic.is_retired], moved), not own)


def _lines(word: str, things: Iterable[ThemeArea | Topic], moved: str) -> list[Line]:
    listed = list(things)
    return [_line(f"{word}-{thing.pk}", thing, at, len(listed), moved) for at, thing in enumerate(listed)]


def _line(row: str, thing: ThemeArea | Topic, at: int, of: int, moved: str) -> Line:
    first, last, to = at == 0, at == of - 1, moved.removeprefix(f"{row}-")
    # At an end the button that was pressed is gone; the other one is next to it.
    focus = {"up": "down" if first else "up", "down": "up" if last else "down"}.get(to, "")
    return Line(thing, row, first, last, focus)


def own_topic(request: HttpRequest, pk: int) -> Topic:
    return get_object_or_404(Topic.objects.select_related("institution"), institution=administered(request), pk=pk)


def own_area(request: HttpRequest, pk: int) -> ThemeArea:
    return get_object_or_404(ThemeArea.objects.select_related("institution"), institution=administered(request), pk=pk)


@login_required
@require_http_methods(FORM_METHODS)
def add_topic(request: HttpRequest) -> HttpResponse:
    form = TopicForm(typed(request), instance=Topic(institution=administered(request)))
    return _edit(request, form, _("Add a topic"), _("The topic is added. It is offered from now on."))


@login_required
@require_http_methods(FORM_METHODS)
def edit_topic(request: HttpRequest, pk: int) -> HttpResponse:
    topic = own_topic(request, pk)
    title = topic.name
    return _edit(request, TopicForm(typed(request), instance=topic), title, _("Saved."))


@login_required
@require_http_methods(FORM_METHODS)
def add_area(request: HttpRequest) -> HttpResponse:
    form = ThemeAreaForm(typed(request), instance=ThemeArea(institution=administered(request)))
    return _edit(
        request, form, _("Add a theme area"), _("The theme area is added. Give topics to it when you edit them.")
    )


@login_required
@require_http_methods(FORM_METHODS)
def edit_area(request: HttpRequest, pk: int) -> HttpResponse:
    area = own_area(request, pk)
    title = area.name
    return _edit(request, ThemeAreaForm(typed(request), instance=area), title, _("Saved."))


def _edit(request: HttpRequest, form: SettingForm, title: Any, done: str) -> HttpResponse:
    return answer(request, form, "coordination/settings/form.html", done=done, to=PAGE, title=title, crumb=_("Topics"))


@login_required
@require_POST
def reorder_topic(request: HttpRequest, pk: int) -> HttpResponse:
    topic, up = own_topic(request, pk), _goes_up(request)
    move_topic(topic=topic, up=up)
    return _back_to(f"topic-{topic.pk}", up=up)


@login_required
@require_POST
def reorder_area(request: HttpRequest, pk: int) -> HttpResponse:
    area, up = own_area(request, pk), _goes_up(request)
    move_area(area=area, up=up)
    return _back_to(f"area-{area.pk}", up=up)


def _goes_up(request: HttpRequest) -> bool:
    where = request.POST.get("to")
    if where not in ("up", "down"):
        raise BadRequest
    return where == "up"


def _back_to(row: str, *, up: bool) -> HttpResponse:
    """The page with the focus on the same button, so that it can be pressed again; a fragment would take it away."""
    moved = f"{row}-{'up' if up else 'down'}"
    return redirect(reverse(PAGE, query={"moved": moved}))


@login_required
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """`retired` is "yes" or "no"."""
    topic, retired = own_topic(request, pk), request.POST.get("retired") == "yes"
    try:
        retire_topic(topic=topic, retired=retired)
        said = _("%(name)s is retired.\nIt is no longer offered. Sessions that have it keep it.")
        messages.success(request, (said if retired else _("%(name)s is offered again.")) % {"name": topic.name})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(PAGE)


@login_required
@require_POST
def delete_area(request: HttpRequest, pk: int) -> HttpResponse:
    area = own_area(request, pk)
    try:
        remove_setting(thing=area)
        messages.success(request, _("%(name)s is removed.") % {"name": area.name})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(PAGE)
