"""What goes into logs: lines without the secrets that addresses carry."""

import logging
import re

SECRET = re.compile(r"((?:calendar|invited)(?:/|%2f))[^\s\"'?#&/\\]+", re.IGNORECASE)
"""A token in an address: whoever has it reads a person's calendar, or signs up."""


def without_secrets(line: str) -> str:
    """`line` with the tokens in it left out."""
    return SECRET.sub(r"\1[hidden]", line)


class Discreet(logging.Formatter):
    """Writes a record, its traceback included, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))
