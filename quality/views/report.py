"""`/quality/report/`: the yearly quality report as a page that prints, and as a file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisation.models import User
from organisation.people import institution_of, reader_of
from quality.pdf import NoPdfHere, as_pdf
from quality.policies import reads_report
from quality.selectors.report import Report, report_of
from quality.views.year import year_asked, years_around


def _reader(request: HttpRequest) -> User:
    user = reader_of(request)
    if not reads_report(user):
        raise PermissionDenied
    return user


def _context(user: User, year: int) -> dict[str, object]:
    institution = institution_of(user)
    report: Report = report_of(institution, year, timezone.localdate())
    return {"report": report, "institution": institution, "today": timezone.localdate()}


@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    user, year = _reader(request), year_asked(request)
    context = _context(user, year) | {"year": year, "years": years_around(year)}
    return render(request, "quality/report/page.html", context)


@login_required
@require_safe
def pdf(request: HttpRequest) -> HttpResponse:
    """The same as a file; where this machine can draw none, the page that prints, with a sentence."""
    user, year = _reader(request), year_asked(request)
    try:
        body = as_pdf(render_to_string("quality/report/file.html", _context(user, year), request), "css/report.css")
    except NoPdfHere:
        messages.warning(request, _("This server can not make PDF files. Print this page instead, or save it as PDF."))
        return redirect(f"{reverse('quality:report')}?year={year}")
    name = f"kotipesa-report-{year}-{year + 1}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
