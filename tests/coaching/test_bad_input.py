"""Whatever is sent, the answer is a page, a refusal or "not found", never a failure of ours."""

import os
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests.coaching.permissions import TABLE
from tests.coaching.permissions.answers import LOGIN, SIGNED_IN, Answers
from tests.coaching.scene import Scene
from tests.coaching.test_permissions import browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
# As they stand in an address or a form's body: encoded, so that what is no text at all can be sent too.
NASTY = [
    *("", "a%00b", "%ED%A0%80", "%FF%FE", "0", "-1", "9" * 40, "NaN", quote("٣"), quote("²")),
    *("0000-00-00", "9999-12-31", "2026-02-30", "2026-W60", "9999-W53"),
    *("1%4099991231T2359Z", "1%4020260230T1200Z", f"{'9' * 30}%4020261124T1200Z"),
    *(quote("'; DROP TABLE x; --"), quote("\u202e\u2028\x0b"), quote("😀" * 2000)),
]
QUERY = (
    *("for", "topic", "minutes", "time", "from", "day", "week", "view", "page", "past", "q", "next"),
    *("site", "sector", "channel", "part", "coach", "language", "email", "sort"),
)
FORM = (
    *("time", "topic", "minutes", "about", "for", "reason", "held", "language", "theme", "next"),
    *("first_name", "last_name", "home_site", "home_sector", "password", "email", "login", "code"),
    *("headline", "languages", "sites", "topics", "weekday", "starts", "ends", "channel", "site", "valid_from"),
    *("people", "team", "how", "seats", "title_fi", "text_fi", "reach", "clock", "pattern", "kind", "dates", "length"),
    *("valid_until", "first_day", "last_day", "day", "from", "until", "weeks", "room", "meeting_link", "daily_cap"),
)
IN_TURN = 1 if os.environ.get("ALL_NASTY") else 18
"""Each thing gets every so manieth of what is sent, from another one on than the thing before; a soak sends all."""
ENCODED = "application/x-www-form-urlencoded"
FORMS = [name for name, row in TABLE.items() if set(row.post.values()) - {405, LOGIN}]


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker) -> Iterator[Scene]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Scene()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def no_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = False


def send(client: Client, method: str, address: str, **more) -> int:
    """The status; whatever came of it is undone."""
    with transaction.atomic():
        status = client.generic(method, address, **more).status_code
        transaction.set_rollback(True)
    return status


def failures(statuses: dict[str, int]) -> list[str]:
    return [f"{what[:120]}: {status}" for what, status in statuses.items() if status >= 500]


def address_of(name: str, scene: Scene) -> str:
    return reverse(name, args=TABLE[name].args(scene))


def spoilt(good: dict, at_once: tuple[str, ...], turn: int) -> list[str]:
    """Each field of `good` spoilt while the others are as they should be, then all of `at_once`."""
    fields = [good | {key: nasty} for n, key in enumerate(good) for nasty in NASTY[(turn + n) % IN_TURN :: IN_TURN]]
    fields += [dict.fromkeys(at_once, nasty) for nasty in NASTY[turn % IN_TURN :: IN_TURN]]
    return ["&".join(f"{key}={value}" for key, value in each.items()) for each in fields]


def welcome(said: Answers) -> str:
    """Somebody who is let in: the coach if possible, else whoever is."""
    return min((name for name in SIGNED_IN if said[name] not in (403, 404)), key="coach".__ne__, default="coach")


@pytest.mark.parametrize(("turn", "name"), list(enumerate(TABLE)), ids=list(TABLE))
def test_no_query_breaks_a_page(scene, turn, name):
    row, address = TABLE[name], address_of(name, scene)
    good = {key: str(value) for key, value in row.query(scene).items()}
    client = browser(scene.actors[welcome(row.get)])
    queries = spoilt(good and good | {"from": ""}, QUERY, turn)
    assert failures({query: send(client, "GET", f"{address}?{query}") for query in queries}) == []


@pytest.mark.parametrize(("turn", "name"), list(enumerate(FORMS)), ids=FORMS)
def test_no_form_breaks_a_page(scene, turn, name):
    address, row = address_of(name, scene), TABLE[name]
    bodies = spoilt({key: str(value) for key, value in row.data(scene).items()}, FORM, turn)
    client = browser(scene.actors[welcome(row.post)])
    assert failures({body: send(client, "POST", address, data=body, content_type=ENCODED) for body in bodies}) == []


@pytest.mark.parametrize("actor", ["anonymous", "coach"])
def test_bodies_that_are_no_forms(scene, actor):
    client = browser(scene.actors[actor])
    bodies = {
        "10,000 fields": ("&".join(f"f{n}=1" for n in range(10_000)), ENCODED),
        "10,000 of one": ("&".join("topic=1" for _ in range(10_000)), ENCODED),
        "a big field": ("about=" + "x" * 2_000_000, ENCODED),
        "broken parts": (b"--x\r\nContent-Disposition: nothing", "multipart/form-data; boundary=x"),
        "no boundary": (b"abc", "multipart/form-data"),
        "another alphabet": (b"\xff\xfe", f"{ENCODED}; charset=utf-16"),
        "no alphabet": (b"a=1", f"{ENCODED}; charset=nonsense"),
        "json": (b'{"language": "\\ud800"}', "application/json"),
        "nothing": (b"", ""),
    }
    for turn, name in enumerate(FORMS):
        address = address_of(name, scene)
        sent = list(bodies.items())[turn % IN_TURN :: IN_TURN]
        found = {what: send(client, "POST", address, data=body, content_type=kind) for what, (body, kind) in sent}
        assert failures(found) == [], name
        if "10,000 fields" in found and TABLE[name].post["coach"] == 400:
            assert found["10,000 fields"] in (302, 400, 403), name


@pytest.mark.parametrize("actor", ["coach", "operator"])
def test_numbers_in_addresses(scene, actor):
    client = browser(scene.actors[actor])
    numbers = ("0", "9" * 18, "9" * 19, "9" * 400, "-1", "1.0", "%00", quote("٣"), "1%00", "x")
    for turn, path in enumerate(path for path in all_paths() if "<int:pk>" in path):
        found = {
            f"{method} {number}": send(client, method, "/" + path.replace("<int:pk>", number))
            for number in numbers[turn % IN_TURN :: IN_TURN]
            for method in ("GET", "POST")
        }
        assert set(found.values()) <= {302, 400, 403, 404, 405}, path


def all_paths(patterns=None, before: str = "") -> Iterator[str]:
    """Every path of the product's own pages, with its converters as they are written."""
    for pattern in patterns or get_resolver().url_patterns:
        path = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from all_paths(pattern.url_patterns, path)
        else:
            yield path


@pytest.mark.parametrize(
    "cookie",
    [
        'sessionid="abcdefghijkl\\000mnopqrstuvwxyz"',
        'sessionid="a\\000b"',
        f"sessionid={'x' * 5000}",
        'messages="\\000"; csrftoken="\\000"',
        'messages=["x"]:bad',
        'django_language="\\000"; theme="\\000"',
        f"django_language={'x' * 5000}; theme=<b>",
        "=;;=; sessionid",
    ],
)
def test_cookies(cookie):
    for name in ("home", "me", "account_login", "set_language"):
        for method in ("GET", "POST"):
            assert (
                Client(raise_request_exception=False)
                .generic(method, reverse(name), headers={"cookie": cookie})
                .status_code
                < 500
            )


@pytest.mark.parametrize(
    "headers",
    [
        {"accept-language": "\x00"},
        {"accept-language": "x" * 10_000},
        {"accept-language": "fi;q=NaN, ,;;"},
        {"x-requested-with": "XMLHttpRequest"},
        {"accept": "application/json"},
        {"hx-request": "true", "hx-current-url": "%00", "hx-target": "\ud800"},
        {"x-forwarded-for": "not, an, address"},
        {"x-forwarded-proto": "gopher"},
        {"if-modified-since": "yesterday", "range": "bytes=9-1"},
        {"origin": "null", "referer": "http://["},
    ],
)
@pytest.mark.parametrize("actor", ["anonymous", "coach"])
def test_headers(scene, headers, actor):
    client = browser(scene.actors[actor])
    for name in ("home", "me", "account_login", "sessions:book", "theme"):
        for method in ("GET", "POST"):
            assert send(client, method, reverse(name), headers=headers) < 500, name


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "HEAD", "BREW"])
def test_methods(scene, method):
    client = browser(scene.actors["coach"])
    assert failures({name: send(client, method, address_of(name, scene)) for name in TABLE}) == []


@pytest.mark.parametrize("path", ["%00", "%FF", "%ED%A0%80", "..%2f..%2fetc", "x" * 5000, "//evil.example", "book//"])
def test_addresses_that_are_none(client, path):
    assert client.get(f"/{path}").status_code in (301, 400, 404)
