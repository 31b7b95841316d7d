"""The pages by which people come in and sign in, over HTTP."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from organisation.models import Invitation, User
from organisation.services import invite_person
from tests.factories import make_institution, make_site, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "kuusi-palaa-8"
NAMES = {"first_name": "Sanna", "last_name": "Korpela", "language": "fi"}


@pytest.fixture
def house():
    return make_institution(name_fi="Järvimaan ammattiopisto", signup_domains=["jarvimaa.example"])


def path_of(link: str) -> str:
    return link.removeprefix("http://127.0.0.1:8000")


def signed_in(client) -> str | None:
    return client.session.get("_auth_user_id")


def code_in(message) -> str:
    return re.search(r"^\s*([A-Z0-9-]{4,12})\s*$", message.body, re.MULTILINE).group(1)


def test_from_a_work_address_to_the_home_base(client, house):
    site = make_site(house)
    answer = client.post(reverse("account_signup"), {"email": "Sanna@Jarvimaa.example"})
    assert answer.status_code == 200
    link = re.search(r"http\S+", mail.outbox[0].body).group()
    assert client.get(path_of(link)).status_code == 200
    answer = client.post(path_of(link), NAMES | {"password": PASSWORD, "home_site": site.pk})
    assert answer.status_code == 302
    person = User.objects.get(email="sanna@jarvimaa.example")
    assert (person.institution, person.home_site) == (house, site)
    assert signed_in(client) == str(person.pk)
    assert client.get(answer.url).status_code == 200


def test_the_answer_does_not_tell_whether_an_address_is_known(client, house):
    make_user(house, email="sanna@jarvimaa.example")
    make_user(house, email="kutsuttu@muualla.example")
    known, unknown = [
        client.post(reverse("account_signup"), {"email": f"{name}@jarvimaa.example"}) for name in ("sanna", "hanna")
    ]
    assert known.status_code == unknown.status_code == 200
    assert strip(known, "sanna") == strip(unknown, "hanna")
    known, unknown = [
        client.post(reverse("account_signup"), {"email": f"{name}@muualla.example"}) for name in ("kutsuttu", "outo")
    ]
    assert known.status_code == unknown.status_code == 400
    assert strip(known, "kutsuttu") == strip(unknown, "outo")
    assert [message.to for message in mail.outbox] == [["sanna@jarvimaa.example"], ["hanna@jarvimaa.example"]]


def strip(answer, name: str) -> str:
    """The page without what differs each time: the token against forgery, and the address itself."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return text.replace(name, "…")


def test_without_sign_up_domains_the_page_says_that_accounts_come_by_invitation(client):
    make_institution()
    answer = client.post(reverse("account_signup"), {"email": "a@b.example"})
    assert answer.status_code == 200
    assert mail.outbox == []


def test_one_address_gets_only_a_few_links_a_minute(client, house):
    answers = [client.post(reverse("account_signup"), {"email": "a@jarvimaa.example"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "ä" * 300, "' OR 1=1 --"])
def test_a_made_up_invitation_is_not_found(client, token):
    assert client.get(f"/accounts/invited/{token}/").status_code in (400, 404)


def test_an_invitation_is_bound_to_its_address(client, house):
    link = path_of(invite_person(institution=house, email="kutsuttu@muualla.example", by=None))
    client.post(link, NAMES | {"email": "outo@muualla.example"})
    assert list(User.objects.values_list("email", flat=True)) == ["kutsuttu@muualla.example"]


def test_an_invitation_takes_no_place_of_another_institution(client, house):
    elsewhere = make_site(make_institution())
    link = path_of(invite_person(institution=house, email="a@muualla.example", by=None))
    answer = client.post(link, NAMES | {"home_site": elsewhere.pk})
    assert answer.status_code == 400
    assert "home_site" in answer.context["form"].errors
    assert not User.objects.exists()


def test_a_weak_password_is_refused_and_what_was_typed_stays(client, house):
    link = path_of(invite_person(institution=house, email="a@muualla.example", by=None))
    answer = client.post(link, NAMES | {"password": "korpela"})
    assert "password" in answer.context["form"].errors
    assert 'value="Korpela"' in answer.content.decode()


def test_a_used_link_is_gone(client, house):
    link = path_of(invite_person(institution=house, email="a@muualla.example", by=None))
    client.post(link, NAMES)
    client.logout()
    assert client.get(link).status_code == client.post(link, NAMES).status_code == 404


def test_signing_in_with_a_password(client, house):
    person = make_user(house, password=PASSWORD)
    answer = client.post(reverse("account_login"), {"login": person.email.upper(), "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, reverse("home"))
    assert signed_in(client) == str(person.pk)


def test_signing_in_with_a_code_mailed_in_the_persons_language(client, house):
    person = make_user(house, language="sv")
    client.post(reverse("account_request_login_code"), {"email": person.email})
    (message,) = mail.outbox
    assert message.to == [person.email]
    assert "[" not in message.subject
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_in(message)})
    assert answer.status_code == 302
    assert signed_in(client) == str(person.pk)


def test_a_wrong_code_lets_nobody_in(client, house):
    person = make_user(house)
    client.post(reverse("account_request_login_code"), {"email": person.email})
    client.post(reverse("account_confirm_login_code"), {"code": "ZZZZZZ"})
    assert signed_in(client) is None


def test_asking_a_code_for_an_unknown_address_looks_the_same_and_mails_nobody(client, house):
    person = make_user(house)
    known = client.post(reverse("account_request_login_code"), {"email": person.email})
    client.logout()
    unknown = client.post(reverse("account_request_login_code"), {"email": "outo@muualla.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message.to for message in mail.outbox] == [[person.email]]


def test_a_deactivated_person_gets_in_by_neither_way(client, house):
    person = make_user(house, password=PASSWORD, is_active=False)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_request_login_code"), {"email": person.email})
    client.post(reverse("account_reset_password"), {"email": person.email})
    assert signed_in(client) is None
    assert mail.outbox == []


def test_deactivating_ends_open_sessions(client, house):
    person = make_user(house)
    client.force_login(person)
    assert client.get(reverse("me")).status_code == 200
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(reverse("me")).status_code == 302


def test_guessing_passwords_is_slowed(client, house):
    person = make_user(house, password=PASSWORD)
    for _ in range(5):
        client.post(reverse("account_login"), {"login": person.email, "password": "wrong"})
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert signed_in(client) is None


def test_a_forgotten_password_is_renewed_by_a_mailed_link(client, house):
    person = make_user(house, password=PASSWORD)
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = path_of(re.search(r"http\S+", mail.outbox[0].body).group())
    form_page = client.get(link, follow=True)
    path = form_page.redirect_chain[-1][0]
    client.post(path, {"password1": "lumi-sulaa-9", "password2": "lumi-sulaa-9"})
    person.refresh_from_db()
    assert person.check_password("lumi-sulaa-9")


def test_changing_the_address_needs_the_password_and_a_code_sent_to_the_new_one(client, house):
    person = make_user(house, password=PASSWORD)
    client.force_login(person)
    change = {"email": "uusi@jarvimaa.example", "action_add": ""}
    answer = client.post(reverse("account_email"), change)
    assert answer.url.startswith(reverse("account_reauthenticate"))
    client.post(answer.url, {"password": PASSWORD})
    client.post(reverse("account_email"), change)
    (message,) = mail.outbox
    assert message.to == ["uusi@jarvimaa.example"]
    client.post(reverse("account_email_verification_sent"), {"code": code_in(message)})
    person.refresh_from_db()
    assert person.email == "uusi@jarvimaa.example"


def test_an_account_of_the_operator_proves_its_address_at_the_first_sign_in(client):
    operator = User.objects.create_superuser("op@example.fi", PASSWORD, first_name="O", last_name="P")
    answer = client.post(reverse("account_login"), {"login": operator.email, "password": PASSWORD})
    assert answer.url == reverse("account_email_verification_sent")
    answer = client.post(answer.url, {"code": code_in(mail.outbox[0])})
    assert signed_in(client) == str(operator.pk)


def test_signing_out_is_a_post(client, house):
    client.force_login(make_user(house))
    client.get(reverse("account_logout"))
    assert signed_in(client)
    client.post(reverse("account_logout"))
    assert signed_in(client) is None


def test_the_demos_accounts_are_listed_in_the_demo_only(client, settings):
    settings.DEMO = False
    assert "kotipesa-demo" not in client.get(reverse("account_login")).content.decode()
    settings.DEMO = True
    page = client.get(reverse("account_login")).content.decode()
    assert "kotipesa-demo" in page
    assert "newteacher@demo.example" in page


@pytest.fixture
def no_mail_server(settings):
    """Nothing listens there, so the connection is refused at once."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def test_without_a_mail_server_each_page_says_that_the_mail_was_not_sent(client, house, no_mail_server):
    person = make_user(house)
    for page, form in (
        ("account_signup", {"email": "uusi@jarvimaa.example"}),
        ("account_request_login_code", {"email": person.email}),
        ("account_reset_password", {"email": person.email}),
    ):
        assert client.post(reverse(page), form).status_code == 503, page
    assert not Invitation.objects.exists()


def test_without_a_mail_server_the_command_invites_nobody(house, no_mail_server):
    with pytest.raises(CommandError, match="could not be sent"):
        call_command("invite", "a@b.example", institution=house.slug)
    assert not Invitation.objects.exists()
