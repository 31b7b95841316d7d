import logging

import pytest
from django.http import HttpResponse

from coaching import errors


@pytest.fixture
def quiet():
    """Each refusal would be told with where it came from, thousands of times."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def terse(monkeypatch, quiet):
    """Pages of errors as one word: they are looked at elsewhere, and drawing them is a third of the time here."""

    def draw(request, name, status):
        return HttpResponse(name, status=status)

    monkeypatch.setattr(errors, "render", draw)
