"""The table of who may what holds for every address there is."""

from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.coaching.canaries import plant, too_much, words_in
from tests.coaching.permissions import TABLE
from tests.coaching.permissions.answers import EVERYBODY, LOGIN
from tests.coaching.scene import Scene


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker) -> Iterator[Scene]:
    """Made once, and rolled back when the module is done."""
    with django_db_blocker.unblock(), transaction.atomic():
        scene = Scene()
        plant(scene)
        yield scene
        transaction.set_rollback(True)


def browser(person) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None and person.is_active:
        client.force_login(person)
    return client


@pytest.fixture(scope="module")
def browsers(scene, django_db_blocker) -> dict[str, Client]:
    with django_db_blocker.unblock():
        return {name: browser(person) for name, person in scene.actors.items()}


def ask(client: Client, method: str, address: str, data: dict, read: set[str]) -> int | str:
    """The status, or LOGIN; whatever was changed is undone, also in the browser. `read` gets the canaries in sight."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(address, data)
        read |= words_in(answer)
        transaction.set_rollback(True)
    client.cookies = cookies
    to_login = answer.status_code == 302 and answer.url.startswith((reverse("account_login"), reverse("admin:login")))
    return LOGIN if to_login else answer.status_code


@pytest.mark.django_db
@pytest.mark.usefixtures("terse")
@pytest.mark.parametrize("name", TABLE)
def test_everybody_gets_the_answer_of_the_table(scene, browsers, name, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    row = TABLE[name]
    address = reverse(name, args=row.args(scene))
    read: dict[str, set[str]] = defaultdict(set)
    got = {
        method: {actor: ask(client, method, address, data, read[actor]) for actor, client in browsers.items()}
        for method, data in (("get", row.query(scene)), ("post", row.data(scene)))
    }
    expected = {"get": row.get, "post": row.post}
    wrong: dict[str, list[str]] = defaultdict(list)
    for method, found in got.items():
        for actor, status in found.items():
            if status != expected[method][actor]:
                wrong[f"{method}: {status}, not {expected[method][actor]}"].append(actor)
    assert not wrong, "\n".join(f"{what}: {', '.join(who)}" for what, who in wrong.items())
    told = {actor: too_much(actor, words) for actor, words in read.items()}
    assert not any(told.values()), (
        f"{name} tells what is not theirs: { {who: what for who, what in told.items() if what} }"
    )


def test_the_table_knows_every_actor(scene):
    assert set(EVERYBODY) == set(scene.actors)
    assert all(set(row.get) == set(row.post) == set(EVERYBODY) for row in TABLE.values())


def names_of(patterns, prefix: str = "") -> Iterator[str]:
    """The name of every address there is; an address without a name can't be in any table."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name or prefix == "admin:", f"{pattern.pattern} has no name"
            yield f"{prefix}{pattern.name}"
        else:
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names_of(pattern.url_patterns, space)


def test_every_address_stands_in_the_table():
    names = {name for name in names_of(get_resolver().url_patterns) if not name.startswith("admin:")}
    assert names == set(TABLE)


@pytest.mark.parametrize("path", ["/ui/", "/demo/mail/"])
def test_what_is_the_demos_only_is_not_here(client, path):
    assert client.get(path).status_code == 404
