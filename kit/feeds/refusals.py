"""Why a calendar is not read."""

from typing import Any


class Refused(Exception):
    """`code` is a key of `words.SENTENCES`, `values` are for its sentence."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
