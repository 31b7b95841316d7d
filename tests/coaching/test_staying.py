"""How long one stays signed in: told to script, prolonged by a POST, and shown to nobody who is signed out."""

from datetime import timedelta

import pytest
from django.conf import settings as product
from django.contrib.sessions.models import Session as SignIn
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_institution, make_user

pytestmark = pytest.mark.django_db
HOURS = product.SESSION_COOKIE_AGE


@pytest.fixture
def person():
    return make_user(make_institution())


def ends_in(minutes: float) -> None:
    SignIn.objects.update(expire_date=timezone.now() + timedelta(minutes=minutes))


def test_the_page_knows_when_the_stored_session_ends(client, person):
    client.force_login(person)
    ends_in(7)

    context = client.get("/").context

    assert 6 * 60 < context["seconds_left"] <= 7 * 60
    assert client.get(reverse("stay")).json()["seconds"] <= 7 * 60


def test_asking_prolongs_nothing_and_a_post_does(client, person):
    client.force_login(person)
    ends_in(3)
    client.get(reverse("stay"))
    assert SignIn.objects.get().expire_date < timezone.now() + timedelta(minutes=3)

    answer = client.post(reverse("stay"))

    assert answer.json()["seconds"] == HOURS
    assert answer.json()["person"] == person.pk
    assert SignIn.objects.get().expire_date > timezone.now() + timedelta(seconds=HOURS - 60)
    assert answer.cookies[product.SESSION_COOKIE_NAME]["max-age"] == HOURS


def test_an_ended_session_is_not_prolonged(client, person):
    client.force_login(person)
    ends_in(-1)

    assert client.post(reverse("stay")).json()["seconds"] == 0
    assert client.get("/").context["seconds_left"] == 0


def test_signed_out_there_is_nothing_to_stay_in(client):
    assert client.get(reverse("stay")).json()["seconds"] == 0
    assert client.post(reverse("stay")).json()["person"] is None
    assert "kp-stay" not in client.get("/").content.decode()


def test_prolonging_takes_the_token_of_forms(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)

    token = client.get(reverse("stay")).json()["token"]

    assert client.post(reverse("stay")).status_code == 403
    assert client.post(reverse("stay"), headers={"X-CSRFToken": token}).json()["seconds"] == HOURS


def test_no_answer_about_it_is_kept_by_a_browser(client):
    assert "no-store" in client.get(reverse("stay")).headers["Cache-Control"]
