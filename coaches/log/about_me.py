"""`/me/log/`: rows on which somebody else named the reader, and what the reader says against them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaches.log.forms import ObjectionForm
from coaches.log.objections import object_to, withdraw_objection
from coaches.log.selectors import rows_about
from coaches.log.words import work_words
from kit.free_text import looks_personal, personal_hint
from organisation.people import reader_of

PAGE = 20


@login_required
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    page = Paginator(rows_about(reader_of(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "coaches/log/about_me.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def object_(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader_of(request)
    row = get_object_or_404(rows_about(user), pk=pk)
    said = next(iter(row.said), None)  # type: ignore[attr-defined]  # prefetched
    form = ObjectionForm(
        request.POST if request.method == "POST" else None, initial={"text": said.text if said else ""}
    )
    if form.is_valid():
        text = form.cleaned_data["text"]
        object_to(row=row, person=user, text=text)
        messages.success(request, _("Your objection is saved.") + "\n" + _("Whoever wrote the row sees it beside it."))
        if looks_personal(text):
            messages.info(request, personal_hint())
        return redirect("coaches:log_about_me")
    context = {"form": form, "row": row, "said": said, "words": work_words(row)}
    return render(request, "coaches/log/object.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader_of(request)
    withdraw_objection(row=get_object_or_404(rows_about(user), pk=pk), person=user)
    messages.success(request, _("Your objection is withdrawn."))
    return redirect("coaches:log_about_me")
