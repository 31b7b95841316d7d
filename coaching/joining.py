"""How people come in: signing up by a work address, and invitations."""

from allauth.account.urls import urlpatterns as allauth_urls
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from coaching.errors import mail_failed
from organisation.forms import InvitedForm, SignUpForm
from organisation.selectors import is_signup_open, open_invitation
from organisation.terms import speaking_for

USED = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_email",
    "account_email_verification_sent",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_request_login_code",
    "account_confirm_login_code",
}
"""The pages of allauth that the product uses; the others have no address here."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for a work address and mail a link to it. The answer is the same whether the address is known or not."""
    if request.user.is_authenticated:
        return redirect("home")
    if not is_signup_open():
        return render(request, "account/signup_closed.html")
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        # The limits of sign-in codes fit: they too send a mail to whatever address is typed.
        limited = ratelimit.consume_or_429(request, action="request_login_code", key=form.cleaned_data["email"].lower())
        if limited:
            return limited
        try:
            sent = form.send(translation.get_language() or "fi")
        except OSError:
            return mail_failed(request)
        if sent:
            return render(request, "account/signup_sent.html", {"email": form.cleaned_data["email"]})
    return render(request, "account/signup.html", {"form": form}, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Make an account by the link of an invitation; the link proves the address."""
    invitation = open_invitation(token)
    if invitation is None:
        return render(request, "account/invitation_gone.html", status=404)
    form = InvitedForm(request.POST if request.method == "POST" else None, invitation=invitation)
    if form.is_valid() and (person := form.accept()):
        messages.success(request, _("Your account is ready."))
        return perform_login(request, person)
    context = {"form": form, "invitation": invitation}
    with speaking_for(invitation.institution):
        return render(request, "account/invited.html", context, status=400 if form.errors else 200)


urlpatterns = [
    *(page for page in allauth_urls if page.name in USED),
    path("signup/", sign_up, name="account_signup"),
    path("invited/<str:token>/", invited, name="invited"),
]
