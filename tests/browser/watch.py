"""What a browser complains about while a test drives it. Every complaint fails the test, unless it was expected."""

import re
from typing import Any

from playwright.sync_api import BrowserContext

TELL_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP: ${event.violatedDirective} forbids ${event.blockedURI} (${event.sourceFile})`))"""
STATUS_LINE = re.compile(r"Failed to load resource: the server responded with a status of (\d{3})")


class Watch:
    """Gathers console errors, CSP violations and script errors of all pages of a context."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self._expected: list[int] = []
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))

    def expect(self, *statuses: int) -> None:
        """The test itself asks for answers with these statuses, each once."""
        self._expected += statuses

    def forget(self) -> None:
        """Begin anew."""
        self.complaints.clear()
        self._expected.clear()

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} {message.location['url']}")

    def unexpected(self) -> list[str]:
        """Complaints apart from one status line for each expected answer; an answer that never came is one too."""
        awaited, rest = list(self._expected), []
        for complaint in self.complaints:
            line = STATUS_LINE.match(complaint)
            if line and int(line[1]) in awaited:
                awaited.remove(int(line[1]))
            else:
                rest.append(complaint)
        return rest + [f"no answer had the status {status}" for status in awaited]
