"""How much the first visit to `/book/` loads: the page with its times, and every file that it names."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin

from benchmarks.place import own_database
from organisation.models import User
from tests.web import Client, web_server
from topics.models import Topic

_IN_SHEETS = re.compile(rb"url\([\"']?([^\"')]+)")


class _Files(HTMLParser):
    """Collects what a page has a browser load."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        address = values.get("href") if tag == "link" else values.get("src") if tag in ("script", "img") else None
        if address:
            self.found.append(address)


def run() -> Iterator[dict]:
    """Yields compressed kilobytes (1,000 bytes): the page, its files, and both."""
    with own_database("small"), web_server() as port:
        reader = User.objects.get(email="teacher@demo.example")
        topic = Topic.objects.visible_to(reader).offered().first()
        client = Client(port, reader)
        page = client.get(f"/book/?topic={topic.pk}")
        assert page.status == 200, page.status
        files = {address: len(client.get(address).body) for address in _addresses(client, page.text)}
    yield _figure("book_page_kb_gzip", len(page.body))
    for address, size in sorted(files.items()):
        yield _figure(f"book_file_kb_gzip {address.rsplit('/', 1)[-1]}", size)
    yield _figure("book_first_load_kb_gzip", len(page.body) + sum(files.values()))


def _addresses(client: Client, html: str) -> set[str]:
    """Every file of the page, with the fonts and pictures that its sheets name."""
    parser = _Files()
    parser.feed(html)
    sheets = {address for address in parser.found if address.endswith(".css")}
    named = {(sheet, match.decode()) for sheet in sheets for match in _IN_SHEETS.findall(client.get(sheet).plain)}
    return {*parser.found, *(urljoin(sheet, name) for sheet, name in named if not name.startswith(("data:", "#")))}


def _figure(name: str, size: int) -> dict:
    return {"name": name, "value": round(size / 1000, 1), "unit": "kB"}
