"""What allauth is told about signing in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest
from django.utils import translation
from django.utils.encoding import force_str

from coaching.errors import mail_failed
from notifications.selectors import has_unread
from organisation.models import User


class SignIn(AuthenticationBackend):
    """E-mail address with password or code; a request then reads the person with what every page needs of them."""

    def get_user(self, user_id: int) -> User | None:
        people = User.objects.select_related("institution__summary", "coach", "mailbox").annotate(
            has_unread=has_unread()
        )
        user = people.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in mails are sent at once, each in its reader's language."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by our own links only, see `organisation.services`."""
        return False

    def format_email_subject(self, subject: str) -> str:
        return force_str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        person = context.get("user") or User.objects.filter(email__iexact=email).first()
        try:
            with translation.override(person.language if person else translation.get_language()):
                super().send_mail(template_prefix, email, context)
        except OSError as error:
            raise ImmediateHttpResponse(mail_failed(self.request)) from error
