"""`make pictures`: takes the pictures of docs/pictures from the demo, on a fixed day, in Finnish.

Runs on engines of its own, see scripts/pictures.sh; the same rows and the same clock give the same pictures.
"""

import os
import threading
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

from coaching.prepare import prepare_files

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
NOW = datetime(2026, 11, 23, 9, 10, tzinfo=ZoneInfo("Europe/Helsinki"))
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--font-render-hinting=none"]
TOPIC_LINK = "main a[href*='topic=']"
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 800}
PICTURES = (
    # file, who, path, a link to follow from there, window
    ("home", "teacher", "/", "", WIDE),
    ("book", "teacher", "/book/", f"{TOPIC_LINK} >> nth=2", WIDE),
    ("session", "teacher", "/sessions/", ".kp-list li:has(.kp-chip-ok) a >> nth=0", WIDE),
    ("desk", "coach", "/coach/", "", WIDE),
    ("phone", "teacher", "/book/", f"{TOPIC_LINK} >> nth=2", PHONE),
)


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def main() -> None:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread
    prepare_files()
    with time_machine.travel(NOW, tick=True):
        call_command("migrate", verbosity=0)
        Now.as_postgresql = same_now
        call_command("seed_demo", size="small", now=NOW, verbosity=0)
        server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
        server.set_app(get_wsgi_application())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
            for picture in PICTURES:
                take(browser, f"http://127.0.0.1:{server.server_port}", *picture)
            browser.close()
        server.shutdown()


def same_now(self: Now, compiler: Any, connection: Any, **_: Any) -> tuple[str, list]:
    """The database asks the same clock as the program."""
    return "%s::timestamptz", [timezone.now()]


def take(browser: Browser, base: str, name: str, login: str, path: str, link: str, window: dict[str, int]) -> None:
    """Write the picture `name` of what `login` sees at `path`, or behind the first `link` there."""
    context = browser.new_context(base_url=base, viewport=window, locale="fi-FI", reduced_motion="reduce")
    context.add_cookies([{"name": "sessionid", "value": session_key(login), "url": base}])
    page = context.new_page()
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok, f"{path}: {answer.status}"
    if link:
        with page.expect_navigation():
            page.locator(link).click()
    page.evaluate("document.fonts.ready")
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    print(f"{file.relative_to(FOLDER.parent.parent)}: {file.stat().st_size // 1024} kB", flush=True)
    context.close()


def session_key(login: str) -> str:
    client = Client()
    client.force_login(get_user_model().objects.get(email=f"{login}@demo.example"))
    return client.cookies["sessionid"].value


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    main()
