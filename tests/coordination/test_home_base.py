"""What the programme admin writes on the home base, and the logo with all that somebody could upload instead."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from organisation.models import Logo
from tests.factories import make_institution, make_role, make_user
from tests.pictures import jpeg, png, webp

pytestmark = pytest.mark.django_db
ADDRESS = "/coordinate/settings/home-base/"
FIELDS = [f"{name}_{code}" for name in ("purpose", "benefits", "reach") for code in ("fi", "sv", "en")]


@pytest.fixture
def house():
    return make_institution(host="koti.example", purpose_fi="Apua kollegalta", contact_email="a@koti.example")


@pytest.fixture
def admin(house, client):
    person = make_user(house, language="en")
    make_role(person, "programme_admin")
    client.force_login(person)
    return person


def typed(house, **changes) -> dict:
    kept = {name: getattr(house, name) for name in (*FIELDS, "contact_name", "contact_email")}
    return kept | changes


def upload(content: bytes, name: str = "logo.png", kind: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=kind)


def test_what_is_written_is_read_by_everybody_of_the_house_and_in_public(client, house, admin, settings):
    settings.ALLOWED_HOSTS = ["*"]
    texts = {"purpose_en": "Help from a colleague", "benefits_en": "No queue\n\n Small questions ", "reach_en": "A 201"}

    answer = client.post(ADDRESS, typed(house, **texts, contact_name="Outi"))

    assert (answer.status_code, answer.url) == (302, "/")
    client.force_login(make_user(house, language="en"))
    inside = client.get("/").content.decode()
    client.logout()
    outside = client.get("/", headers={"host": "koti.example", "accept-language": "en"}).content.decode()
    for page in (inside, outside):
        assert "Help from a colleague" in page
        assert "<li>No queue</li><li>Small questions</li>" in page
        assert "A 201" in page
        assert "Outi" in page
    neutral = client.get("/", headers={"host": "elsewhere.example", "accept-language": "en"}).content.decode()
    assert "Help from a colleague" not in neutral


def test_only_the_languages_of_the_institution_are_asked_and_the_others_are_kept(client, house, admin):
    house.languages, house.purpose_sv = ["fi", "en"], "Hjälp"
    house.save()

    form = client.get(ADDRESS).context["form"]
    client.post(ADDRESS, {"purpose_fi": "Uusi", "purpose_sv": "Smuggled"})

    assert [name for name in form.fields if name.endswith("_sv")] == []
    house.refresh_from_db()
    assert (house.purpose_fi, house.purpose_sv) == ("Uusi", "Hjälp")


def test_nothing_else_of_the_institution_can_be_set(client, house, admin):
    client.post(ADDRESS, typed(house, name_fi="X", host="x.example", slug="x", logo_hash="x", suppression_persons="3"))
    before = (house.name_fi, house.host, house.slug, house.logo_hash, house.suppression_persons)
    house.refresh_from_db()
    assert (house.name_fi, house.host, house.slug, house.logo_hash, house.suppression_persons) == before


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"contact_email": "ei"}, ["contact_email"]),
        ({"reach_fi": "131052-308T"}, ["reach_fi"]),
        ({"purpose_sv": "x" * 1001}, ["purpose_sv"]),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, house, admin, changes, wrong):
    answer = client.post(ADDRESS, typed(house, **{"benefits_fi": "Kirjoitettu", **changes}))

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == wrong
    assert "Kirjoitettu" in answer.content.decode()
    house.refresh_from_db()
    assert house.benefits_fi == ""


@pytest.mark.parametrize(("content", "kind"), [(png(), "png"), (jpeg(), "jpeg"), (webp(), "webp")])
def test_a_logo_is_shown_on_every_page_and_served_as_what_it_is(client, house, admin, content, kind):
    client.post(ADDRESS, typed(house, logo=upload(content, "a.exe", "text/html")))
    house.refresh_from_db()
    address = reverse("logo", args=[house.pk, house.logo_hash])

    assert f'src="{address}"' in client.get("/").content.decode()
    client.logout()
    answer = client.get(address)
    assert answer.content == content
    headers = {name: answer.headers[name] for name in ("Content-Type", "X-Content-Type-Options")}
    assert headers == {"Content-Type": f"image/{kind}", "X-Content-Type-Options": "nosniff"}
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Security-Policy"].count("default-src 'none'") == 1


def test_another_logo_has_another_address_and_the_old_one_is_gone(client, house, admin):
    client.post(ADDRESS, typed(house, logo=upload(png(64, 64))))
    house.refresh_from_db()
    first = reverse("logo", args=[house.pk, house.logo_hash])
    client.post(ADDRESS, typed(house, logo=upload(png(80, 40))))
    house.refresh_from_db()

    assert client.get(first).status_code == 404
    assert client.get(reverse("logo", args=[house.pk, house.logo_hash])).status_code == 200
    assert (house.logo_width, house.logo_height) == (80, 40)
    assert Logo.objects.count() == 1


def test_saving_without_a_logo_keeps_it_and_a_tick_removes_it(client, house, admin):
    client.post(ADDRESS, typed(house, logo=upload(png())))
    client.post(ADDRESS, typed(house))
    house.refresh_from_db()
    assert house.logo_hash
    client.post(ADDRESS, typed(house, no_logo="on"))
    house.refresh_from_db()
    assert (house.logo_hash, Logo.objects.count()) == ("", 0)
    assert "/logo/" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", b"GIF89a" + bytes(40)),
        *(png() + bytes(200 * 1024), png(16, 16), png(2001, 40), b"\xff\xd8\xff<html>"),
    ],
)
def test_what_is_no_fitting_picture_is_refused(client, house, admin, content):
    answer = client.post(ADDRESS, typed(house, logo=upload(content)))

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["logo"]
    assert Logo.objects.count() == 0


def test_a_text_instead_of_a_file_changes_nothing(client, house, admin):
    assert client.post(ADDRESS, typed(house, logo="x")).status_code == 302
    assert Logo.objects.count() == 0


def test_the_page_asks_a_fixed_number(client, house, admin, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        client.get(ADDRESS)
