"""A page of ours as a PDF file. The library needs pango on the machine; without it there is the printable page."""

from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders


class NoPdfHere(Exception):
    """The machine lacks what drawing a PDF needs."""


@lru_cache(maxsize=1)
def _library() -> Any:
    """WeasyPrint, loaded when the first file is asked for: it takes seconds and memory."""
    try:
        return import_module("weasyprint")
    except (ImportError, OSError) as error:
        raise NoPdfHere from error


def _nothing_from_elsewhere(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"{url} is not fetched: a file holds only what the page says")


def as_pdf(html: str, *stylesheets: str) -> bytes:
    """`html` with the named static stylesheets. Nothing is fetched, from the network or the disk. Raises NoPdfHere."""
    weasyprint = _library()
    styles = [weasyprint.CSS(string=Path(str(finders.find(name))).read_text()) for name in stylesheets]
    document = weasyprint.HTML(string=html, url_fetcher=_nothing_from_elsewhere)
    return bytes(document.write_pdf(stylesheets=styles))
