"""manage.py read_replies: what people answered to invitations in their calendars, for the others to see."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sessions.reply_files import LARGEST, NotAReply, answers_in
from sessions.services import record_reply


class Command(BaseCommand):
    help = "Read answers to calendar invitations (METHOD:REPLY): calendar files, or the mails in which they came."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", nargs="?", default="-", help="a folder of files, or one file; - reads one from standard input"
        )
        parser.add_argument("--remove", action="store_true", help="remove each file once it is read")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["folder"] == "-":
            self._tell("standard input", sys.stdin.buffer.read(LARGEST + 1))
            return
        for file in _files(Path(options["folder"])):
            try:
                with file.open("rb") as content:
                    self._tell(file.name, content.read(LARGEST + 1))
                if options["remove"]:
                    file.unlink()
            except OSError as error:
                self.stdout.write(f"{file.name}: it cannot be read ({error.strerror}).")

    def _tell(self, name: str, content: bytes) -> None:
        """One line for each answer. Names and addresses stay out: the session's own page shows them to its people."""
        try:
            for answer in answers_in(content):
                self.stdout.write(f"{name}: {answer.reply.value}; {record_reply(answer).value}.")
        except NotAReply as reason:
            self.stdout.write(f"{name}: this is no answer to an invitation: {reason}.")


def _files(place: Path) -> Iterator[Path]:
    """Those in the folder in the order of their names, without hidden ones and folders."""
    if place.is_file():
        yield place
        return
    if not place.is_dir():
        raise CommandError(f"There is no folder or file {place}.")
    yield from sorted(file for file in place.iterdir() if file.is_file() and not file.name.startswith("."))
