"""`/me/messages/`: what I was told, and choosing what I am told. And the one press that ends a sort of mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notifications.forms import ChoicesForm
from notifications.mailboxes import refused_at
from notifications.models import Message
from notifications.selectors import told_to
from notifications.unsubscribing import fulfil, wish_of
from organisation.people import reader_of
from organisation.terms import speaking_for

PAGE = 30


@login_required
@require_safe
def told(request: HttpRequest) -> HttpResponse:
    person = reader_of(request)
    rows = told_to(person)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "unread": Message.objects.unread().filter(recipient=person).count(),
        "refused": refused_at(person),
    }
    return render(request, "notifications/list.html", context)


@login_required
@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what a message is about; it is read from then on."""
    row = get_object_or_404(told_to(reader_of(request)), pk=pk)
    if request.method == "GET" and row.read_at is None:
        Message.objects.filter(pk=row.pk).update(read_at=timezone.now())
    return redirect(row.path or "notifications:list")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    Message.objects.unread().filter(recipient=reader_of(request)).update(read_at=timezone.now())
    return redirect("notifications:list")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    form = ChoicesForm(request.POST if request.method == "POST" else None, person=reader_of(request))
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved.\nMessages come like this from now on."))
        return redirect("notifications:choices")
    return render(request, "notifications/choices.html", {"form": form}, status=400 if form.errors else 200)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """From a mail, signed in or not. Mail programs post here themselves: the signature in the address is the proof."""
    wish = wish_of(token)
    if wish is None:
        raise Http404("no such link")
    if request.method == "POST":
        fulfil(wish)
    with translation.override(wish.person.language), speaking_for(wish.person.institution):
        context = {"wish": wish, "done": request.method == "POST"}
        return render(request, "notifications/unsubscribe.html", context)
