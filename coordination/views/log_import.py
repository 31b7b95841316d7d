"""`/log/import/`: many rows of one's own log at once; looking at them and saving them is as for every table."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from coaches.log.views import logger
from coordination.forms.importing import LogImportForm
from coordination.models import TableImport
from coordination.views.importing import columns_of, waiting

LOG = TableImport.Kind.LOG


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    user = logger(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LogImportForm(*sent, by=user)
    if request.method == "POST" and form.is_valid() and (table := form.start()):
        return redirect("coordination:import", table.pk)
    context = {"form": form, "columns": columns_of(LOG), "waiting": waiting(user).filter(kind=LOG)[:5]}
    return render(request, "coordination/log_import.html", context, status=400 if form.errors else 200)
