from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from organisation.exceptions import Refused
from organisation.models import Institution, Language
from organisation.services import invite_person


class Command(BaseCommand):
    help = "Invite a person to an institution by e-mail, and print the link."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--institution", required=True, metavar="SLUG")
        parser.add_argument("--language", choices=Language.values, default=Language.FINNISH)

    def handle(self, *args: Any, **options: Any) -> None:
        institution = Institution.objects.filter(slug=options["institution"]).first()
        if institution is None:
            known = ", ".join(Institution.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"No institution is called {options['institution']}. There are: {known}.")
        try:
            validate_email(options["email"])
            link = invite_person(institution=institution, email=options["email"], by=None, language=options["language"])
        except (Refused, ValidationError) as refusal:
            raise CommandError(str(getattr(refusal, "message", refusal))) from refusal
        except OSError as error:
            raise CommandError(f"The mail could not be sent, so nobody was invited: {error}") from error
        self.stdout.write(link)
