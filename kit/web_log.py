"""gunicorn's logs, of errors and of access, without the secrets that addresses carry."""

import logging
from typing import Any

from gunicorn.glogging import Logger

from kit.logs import Discreet, without_secrets


class WebLog(Logger):
    def _set_handler(self, log: Any, output: Any, fmt: logging.Formatter, stream: Any = None) -> None:
        super()._set_handler(log, output, Discreet(fmt._fmt, fmt.datefmt), stream)

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """For the system log and log files set up otherwise, which have formatters of their own."""
        atoms = super().atoms(resp, req, environ, request_time)
        return {name: without_secrets(value) if isinstance(value, str) else value for name, value in atoms.items()}
