import pytest
from django.urls import reverse

from tests.factories import make_institution, make_user

pytestmark = pytest.mark.django_db


def switch(client, language: str, back: str = "/more/?a=1"):
    return client.post(reverse("set_language"), {"language": language, "next": back})


def test_switching_the_language_saves_it_and_keeps_the_page(client):
    person = make_user(make_institution(), language="fi")
    client.force_login(person)
    answer = switch(client, "sv")
    assert (answer.status_code, answer.url) == (302, "/more/?a=1")
    person.refresh_from_db()
    assert person.language == "sv"
    assert client.get(reverse("home")).headers["Content-Language"] == "sv"


def test_signed_out_the_cookie_keeps_it(client):
    switch(client, "en")
    assert client.get(reverse("home")).headers["Content-Language"] == "en"


def test_a_persons_own_language_beats_cookie_and_browser(client):
    switch(client, "en")
    client.force_login(make_user(make_institution(), language="sv"))
    answer = client.get(reverse("home"), headers={"accept-language": "fi"})
    assert answer.headers["Content-Language"] == "sv"


@pytest.mark.parametrize("language", ["de", "", "fi; DROP", "fi\x00"])
def test_a_language_that_is_not_spoken_is_a_bad_request(client, language):
    assert switch(client, language).status_code == 400


def test_a_language_that_the_institution_does_not_use_is_a_bad_request(client):
    client.force_login(make_user(make_institution(languages=["fi", "en"])))
    assert switch(client, "sv").status_code == 400


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "", "http:///x"])
def test_it_never_leads_elsewhere(client, back):
    assert switch(client, "fi", back).url == reverse("home")


@pytest.mark.parametrize(("theme", "status"), [("dark", 302), ("light", 302), ("", 302), ("pink", 400)])
def test_the_appearance_is_kept_in_a_cookie(client, theme, status):
    answer = client.post(reverse("theme"), {"theme": theme, "next": "/more/"})
    assert answer.status_code == status
    if status == 302:
        assert answer.url == "/more/"
        assert answer.cookies["theme"].value == theme


def test_the_chosen_appearance_is_on_the_page(client):
    client.cookies["theme"] = "dark"
    assert 'data-bs-theme="dark"' in client.get(reverse("home")).content.decode()


def test_a_made_up_appearance_in_the_cookie_is_not_on_the_page(client):
    client.cookies["theme"] = "x onload=alert(1)"
    assert "onload" not in client.get(reverse("home")).content.decode()
