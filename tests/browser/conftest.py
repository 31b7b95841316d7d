import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from organisation.models import User
from tests.browser.house import House
from tests.browser.server import Server, demo_server
from tests.browser.watch import Watch

# Playwright runs an event loop in the test's thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
PATIENCE = 10_000  # ms, until what a test waits for has happened
LOCAL = {"locale": "en-GB", "timezone_id": "Europe/Helsinki"}
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory, worker_id) -> Iterator[Server]:
    """One demo for all tests of a worker. Tests add to it and take nothing away."""
    number = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    name = f"kotipesa_browser_{os.getpid()}"
    with demo_server(tmp_path_factory.mktemp("demo"), name, cache=15 - number % 8) as running:
        yield running


@pytest.fixture(scope="session")
def base_url(server) -> str:
    """Where Playwright's pages start from."""
    return server.base


@pytest.fixture(autouse=True)
def rows(server, django_db_blocker) -> Iterator[None]:
    """The test reads and writes the rows that the server has."""
    with django_db_blocker.unblock(), server.rows():
        yield


@pytest.fixture
def house(server) -> House:
    """An institution of the test's own: nobody else books there."""
    return House()


@dataclass
class Visitor:
    """A browser window of one person. `go` opens a path of the server; `page` is Playwright's."""

    page: Page
    watch: Watch
    server: Server

    def go(self, path: str, status: int = 200) -> None:
        if status >= 400:
            self.watch.expect(status)
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}\n{self.server.last_words}"

    @property
    def path(self) -> str:
        """Path and query of the page in sight."""
        return self.page.url.removeprefix(self.server.base)

    def sign_in(self, person: User | None) -> None:
        """Be `person` from now on, or nobody, without the way through the sign-in page."""
        self.page.context.clear_cookies(name="sessionid")
        if person is not None:
            key = session_of(person)
            self.page.context.add_cookies([{"name": "sessionid", "value": key, "url": self.server.base}])


def session_of(person: User) -> str:
    """The key of a session in which `person` has just typed the password."""
    client = Client()
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": person.email}]
    session.save()
    return session.session_key


def visitor_in(context: BrowserContext, server: Server) -> Visitor:
    context.set_default_timeout(PATIENCE)
    return Visitor(context.new_page(), Watch(context), server)


@pytest.fixture(scope="module")
def shared_window(server, browser) -> Iterator[Visitor]:
    """For a module that looks at many pages: what one has loaded, the next finds in the browser's memory."""
    with browser.new_context(**LOCAL, base_url=server.base, reduced_motion="reduce") as context:
        yield visitor_in(context, server)


@pytest.fixture
def window(server, shared_window) -> Iterator[Visitor]:
    """The shared window with nobody in it; whatever its console complains about fails the test."""
    shared_window.page.context.clear_cookies()
    shared_window.watch.forget()
    yield shared_window
    shared_window.page.unroute_all()
    server.forget_limits()
    complaints = shared_window.watch.unexpected()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def visit(server, new_context) -> Iterator[Callable[..., Visitor]]:
    """`visit(person, **context options)` opens a window; whatever its console complains about fails the test."""
    visitors: list[Visitor] = []

    def open_window(person: User | None = None, **options: object) -> Visitor:
        visitor = visitor_in(new_context(**{**LOCAL, **options}), server)
        visitor.sign_in(person)
        visitors.append(visitor)
        return visitor

    yield open_window
    server.forget_limits()
    complaints = [complaint for visitor in visitors for complaint in visitor.watch.unexpected()]
    assert not complaints, "\n".join(complaints)
