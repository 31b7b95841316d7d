"""`/coordinate/write/` and `/coordinate/letters/`: writing to a person, and to a group."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from coordination import policies
from coordination.exports import letters_table
from coordination.forms.letters import AnnouncementForm, LetterForm
from coordination.selectors.letters import people_of, sent_letters
from kit.free_text import looks_personal, personal_hint
from kit.tables import format_of, table_response
from organisation.models import User
from organisation.people import reader_of

PAGE = 20
NAMES = 6
"""So many of those whom an announcement reaches are named in the preview."""


def coordinator(request: HttpRequest) -> User:
    """The reader, if a coordinator; else 403."""
    user = reader_of(request)
    if not policies.can_write_to_people(user):
        raise PermissionDenied
    return user


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter to one person of the scope."""
    user = coordinator(request)
    person = get_object_or_404(User.objects.visible_to(user), pk=pk)
    if not policies.can_write_to(user, person):
        raise Http404("not in scope")
    form = LetterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.send(person, user)
        _hint(request, form)
        messages.success(request, _("The letter to %(name)s is on its way.") % {"name": person})
        return redirect("coordination:desk")
    context = {"form": form, "person": person}
    return render(request, "coordination/write.html", context, status=400 if form.errors else 200)


def _hint(request: HttpRequest, form: LetterForm) -> None:
    if looks_personal(form.cleaned_data["text"]):
        messages.info(request, personal_hint())


@login_required
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """What was sent, and how far it has come."""
    page = Paginator(sent_letters(coordinator(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "coordination/letters.html", {"page": page})


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """All of them as a file."""
    table = letters_table(sent_letters(coordinator(request)))
    return table_response(name=_("announcements"), form=format_of(request.GET), **table)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: HttpRequest) -> HttpResponse:
    """First a preview with the number of those whom it reaches; from there it is sent, or written on."""
    user = coordinator(request)
    form = AnnouncementForm(request.POST if request.method == "POST" else None, by=user)
    if not form.is_valid():
        return render(request, "coordination/announce.html", {"form": form}, status=400 if form.errors else 200)
    if request.POST.get("step") == "send":
        return _send(request, form)
    if request.POST.get("step") == "back":
        return render(request, "coordination/announce.html", {"form": form})
    people = people_of(form.group, user)
    context = {"form": form, "count": people.count(), "some": people[:NAMES], "data": form.cleaned_data}
    return render(request, "coordination/announce_preview.html", context)


def _send(request: HttpRequest, form: AnnouncementForm) -> HttpResponse:
    if not people_of(form.group, form.by).exists():
        form.add_error("audience", _("Nobody belongs to this group. Choose another."))
        return render(request, "coordination/announce.html", {"form": form}, status=400)
    form.announce()
    count = people_of(form.group, form.by).count()
    _hint(request, form)
    said = ngettext("The announcement goes to %(n)d person.", "The announcement goes to %(n)d people.", count)
    messages.success(request, said % {"n": count} + "\n" + _("Below you see how many have it."))
    return redirect("coordination:letters")
