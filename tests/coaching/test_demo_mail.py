"""The demo's mails as pages: what is shown, in which frame, and that a name never leads out of the folder."""

import pytest
from django.test import Client
from django.urls import reverse

from notifications.mime import as_bytes
from notifications.registry import Invitation, Mail
from organisation.models import Institution, User

ICS = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
NAME = "20261124T100000.000001-aaaa0001"


@pytest.fixture
def folder(tmp_path, settings):
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    (tmp_path / "mail").mkdir()
    (tmp_path / "secret.eml").write_text("Subject: secret\n\nsecret")
    return tmp_path / "mail"


def put(folder, name=NAME, **words):
    person = User(
        email="sanna@demo.example", first_name="Sanna", last_name="Östman", institution=Institution(name_fi="Opisto")
    )
    defaults = {
        "subject": "Varattu: tiistai",
        "text": "Hei & päivää",
        "html": "<html><head><style>p{}</style></head><p>Hei</p>",
    }
    mail = Mail(**{**defaults, "invitation": Invitation(ICS, "REQUEST"), **words})
    (folder / f"{name}.eml").write_bytes(as_bytes(mail, recipient=person, mail_id="<1@demo.example>"))


@pytest.fixture
def client(db):
    return Client()


def test_outside_the_demo_there_are_no_such_pages(client, folder, settings):
    put(folder)
    settings.DEMO = False
    for name, arguments in [("demo_mail", []), ("demo_mail_one", [NAME]), ("demo_mail_html", [NAME])]:
        assert client.get(reverse(name, args=arguments)).status_code == 404


def test_an_empty_folder_and_none(client, folder):
    assert client.get(reverse("demo_mail")).status_code == 200
    folder.rmdir()
    assert client.get(reverse("demo_mail")).status_code == 200


def test_the_newest_comes_first(client, folder):
    put(folder, "20261124T100000.000001-aaaa0001", subject="Vanha")
    put(folder, "20261124T110000.000001-aaaa0001", subject="Uusi")
    page = client.get(reverse("demo_mail")).content.decode()
    assert page.index("Uusi") < page.index("Vanha")


def test_one_mail_with_its_texts_and_its_calendar(client, folder):
    put(folder)
    page = client.get(reverse("demo_mail_one", args=[NAME])).content.decode()
    for shown in ("Varattu: tiistai", "sanna@demo.example", "Hei &amp; päivää", "METHOD:REQUEST", "invite.ics"):
        assert shown in page
    assert f'src="{reverse("demo_mail_html", args=[NAME])}"' in page
    assert "allow-scripts" not in page
    assert "allow-same-origin" not in page


def test_the_html_is_shut_in(client, folder):
    put(folder)
    answer = client.get(reverse("demo_mail_html", args=[NAME]))
    rules = dict(rule.strip().partition(" ")[::2] for rule in answer["Content-Security-Policy"].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == "'unsafe-inline'"
    assert rules["frame-ancestors"] == "'self'"
    assert "allow-scripts" not in rules["sandbox"]
    assert "script-src" not in rules
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_blank">' in answer.content.decode()


def test_a_plain_mail_has_no_frame(client, folder):
    put(folder, html="", invitation=None)
    assert "<iframe" not in client.get(reverse("demo_mail_one", args=[NAME])).content.decode()


@pytest.mark.parametrize("name", ["..", "%2e%2e%2fsecret", "..%2Fsecret", "secret", "x", NAME + ".eml", "%00", "*"])
def test_a_name_does_not_lead_out_of_the_folder(client, folder, name):
    put(folder)
    for ending in ("", "html/"):
        assert client.get(f"/demo/mail/{name}/{ending}").status_code in (400, 404)


def test_a_file_that_is_no_mail_is_shown_as_it_is(client, folder):
    (folder / f"{NAME}.eml").write_bytes(b"\xff\xfe\x00 nothing\r\n\r\n\xe4")
    assert client.get(reverse("demo_mail")).status_code == 200
    assert client.get(reverse("demo_mail_one", args=[NAME])).status_code == 200
