"""A page that is looked at, and what is done on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page as Tab

NOBODY = ""


Act = Callable[[Tab], Any]


def none() -> list:
    return []


@dataclass(frozen=True)
class Page:
    """`name` of the address, who looks, and what is in the address.

    `act` is done on the page after it came; `status` is the answer to that, or to the first request without an act.
    """

    name: str
    actor: str = NOBODY
    args: Callable[[], list] = none
    query: Callable[[], str] = str
    act: Act | None = None
    status: int = 200
    words: str = ""

    @property
    def path(self) -> str:
        place = self.name if self.name.startswith("/") else reverse(self.name, args=self.args())
        return place + self.query()

    def __str__(self) -> str:
        return "-".join(part for part in (self.name, self.actor, self.words) if part)


def press(selector: str) -> Act:
    """Press the first that `selector` finds, and wait for what comes."""

    def act(tab: Tab) -> None:
        with tab.expect_navigation():
            tab.locator(selector).first.click()

    return act


def send(**fields: str) -> Act:
    """Fill the fields of these names and send their form."""

    def act(tab: Tab) -> None:
        for name, value in fields.items():
            tab.locator(f"[name={name}]").last.fill(value)
        with tab.expect_navigation():
            tab.locator(f"form:has([name={next(iter(fields))}]) [type=submit], main form .btn-primary").first.click()

    return act


SEND = press("main form[method=post] .btn-primary, main form[method=post] .btn-danger")
