from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from coaching.founding import found_institution


class Command(BaseCommand):
    help = "Found an institution with the default policy and topics."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("name", help="its name in Finnish")
        parser.add_argument("--name-sv", default="")
        parser.add_argument("--name-en", default="")
        parser.add_argument("--host", default="", help="the host name at which its public page is shown")
        parser.add_argument("--domain", action="append", default=[], help="whose addresses may sign up; repeatable")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            institution = found_institution(
                slug=options["slug"],
                name_fi=options["name"],
                name_sv=options["name_sv"],
                name_en=options["name_en"],
                host=options["host"].lower(),
                signup_domains=[domain.lower() for domain in options["domain"]],
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{institution.name_fi} ({institution.slug})")
