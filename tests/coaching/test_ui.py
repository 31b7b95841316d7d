"""The page of parts renders whole, and every template is one that can be read."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.template.loader import get_template, render_to_string

from coaching import ui

TEMPLATES = Path(settings.BASE_DIR) / "templates"


@pytest.fixture
def request_of_nobody(rf):
    request = rf.get("/ui/")
    request.user, request.resolver_match = AnonymousUser(), None
    request._messages = CookieStorage(request)
    return request


def test_every_part_is_shown(request_of_nobody):
    html = ui.index(request_of_nobody).content.decode()
    shown = "kp-chip kp-leaf kp-av kp-time kp-strip kp-fig kp-table kp-hist kp-empty kp-dialog kp-choice kp-flash"
    shown += " kp-note kp-agenda kp-days kp-coach kp-prose kp-text kp-dialog-page kp-todo kp-ev kp-hall"
    assert {name for name in shown.split() if not re.search(rf'class="[^"]*\b{name}\b', html)} == set()


def test_ids_are_unique_and_labels_point_somewhere(request_of_nobody):
    html = ui.index(request_of_nobody).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    pointed = {
        name for names in re.findall(r'\saria-(?:labelledby|describedby)="([^"]+)"', html) for name in names.split()
    }
    assert sorted(ids) == sorted(set(ids))
    assert (pointed | set(re.findall(r'\sfor="([^"]+)"', html))) - set(ids) == set()


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_a_broken_program_can_still_say_so(name):
    html = render_to_string(name)
    assert "<h1>" in html
    assert "csrfmiddlewaretoken" not in html


@pytest.mark.parametrize(
    "name",
    sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*") if path.suffix in (".html", ".txt")),
)
def test_a_template_can_be_read(name):
    assert get_template(name)
