"""`/sessions/<id>/notes/`: one's own note and the shared one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from followup.cards import cards, forms_for
from followup.forms.notes import NoteForm
from followup.models import Note
from followup.policies import can_share
from kit.free_text import looks_personal, personal_hint
from organisation.models import User
from organisation.people import reader_of
from sessions.models import Session


def noted(reader: User, pk: int) -> Session:
    """A session of the reader's own, or one that they have left and have a note on; else 404."""
    own = Exists(Note.objects.filter(session=OuterRef("pk"), owner=reader))
    mine = Q(pk__in=Session.objects.of(reader).values("pk"))
    rows = Session.objects.filter(mine | Q(own), institution=reader.institution_id).for_list()
    return get_object_or_404(rows.prefetch_related("participations__person"), pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """POST saves the note that `save` names. What was typed into the other one comes back, still unsaved."""
    reader = reader_of(request)
    session = noted(reader, pk)
    forms = forms_for(session, reader, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, session, forms)
    if (chosen := forms.get(request.POST.get("save", ""))) is None:
        raise BadRequest
    if not (chosen.is_valid() and chosen.save()):
        return _page(request, session, forms, status=chosen.status)
    _say_saved(request, chosen)
    unsaved = {whose: form for whose, form in forms.items() if form is not chosen and form.is_unsaved}
    if not unsaved:
        return redirect(_place(session, reader))
    return _page(request, session, forms_for(session, reader) | unsaved)


def _page(request: HttpRequest, session: Session, forms: dict[str, NoteForm], status: int = 200) -> HttpResponse:
    context = cards(session, reader_of(request), forms) | {"takes_part": can_share(reader_of(request), session)}
    return render(request, "followup/notes.html", context, status=status)


def _place(session: Session, reader: User) -> str:
    """Where the notes are read: on the session's page, for whoever can still open it."""
    name = "sessions:detail" if can_share(reader, session) else "followup:notes"
    return reverse(name, args=[session.pk]) + "#notes"


def _say_saved(request: HttpRequest, form: NoteForm) -> None:
    text = form.cleaned_data["text"]
    if looks_personal(text):
        messages.warning(request, personal_hint())
    else:
        messages.success(request, _("The note is saved.") if text else _("The note is empty now."))
