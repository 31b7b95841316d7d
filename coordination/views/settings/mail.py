"""Messages: reminders, the contact, and a test mail to oneself."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination.forms.settings.mail import MailForm
from coordination.views.settings import FORM_METHODS, administered, answer, typed
from notifications.messages import last_test_mail, send_test_mail
from organisation.models import Institution
from organisation.people import reader_of


@login_required
@require_http_methods(FORM_METHODS)
def mail(request: HttpRequest) -> HttpResponse:
    institution = Institution.objects.get(pk=administered(request).pk)
    return answer(
        request,
        MailForm(typed(request), instance=institution),
        "coordination/settings/mail.html",
        done=_("Saved.\nReminders go out like this for what is booked or moved from now on."),
        to="coordination:mail",
        test=last_test_mail(reader_of(request)),
        sender=settings.DEFAULT_FROM_EMAIL,
        per_minute=settings.MAILS_PER_MINUTE,
    )


@login_required
@require_POST
def test_mail(request: HttpRequest) -> HttpResponse:
    administered(request)
    person = reader_of(request)
    send_test_mail(person=person)
    messages.success(request, _("A test mail is on its way to %(address)s.") % {"address": person.email})
    return redirect("coordination:mail")
