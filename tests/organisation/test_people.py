"""Inviting, signing up, accepting: what gets whom in."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from organisation import services
from organisation.exceptions import AddressTaken, AlreadyHere, InvitationGone, NotOurAddress
from organisation.models import Invitation, User
from organisation.selectors import institution_of_address, open_invitation
from tests.factories import make_institution, make_sector, make_site, make_user

pytestmark = pytest.mark.django_db
NAMES = {"first_name": "Sanna", "last_name": "Korpela", "language": "fi"}


@pytest.fixture
def house():
    return make_institution(name_fi="Järvimaan ammattiopisto", signup_domains=["jarvimaa.example"])


def token_of(link: str) -> str:
    return link.rstrip("/").rpartition("/")[2]


def test_an_invitation_is_mailed_with_its_link_in_the_invited_persons_language(house):
    link = services.invite_person(institution=house, email=" Uusi@Muualla.example ", by=None, language="sv")
    (message,) = mail.outbox
    assert message.to == ["uusi@muualla.example"]
    assert link in message.body
    assert open_invitation(token_of(link)).language == "sv"


def test_the_token_is_random_long_and_not_kept(house):
    token = token_of(services.invite_person(institution=house, email="a@b.example", by=None))
    invitation = Invitation.objects.get()
    assert len(token) == 43  # 256 bits in base64
    assert token not in str(vars(invitation))
    assert open_invitation(token) == invitation
    assert open_invitation(invitation.token_hash) is None


def test_a_new_invitation_ends_the_earlier_one_of_the_same_address(house):
    first = services.invite_person(institution=house, email="a@b.example", by=None)
    second = services.invite_person(institution=house, email="A@b.example", by=None)
    assert open_invitation(token_of(first)) is None
    assert open_invitation(token_of(second))


def test_whoever_is_here_already_is_not_invited(house):
    person = make_user(house)
    with pytest.raises(AlreadyHere):
        services.invite_person(institution=house, email=person.email.upper(), by=None)
    assert mail.outbox == []


def test_an_inviter_does_not_learn_of_an_account_elsewhere(house):
    stranger = make_user(make_institution())
    link = services.invite_person(institution=house, email=stranger.email, by=None)
    with pytest.raises(AddressTaken):
        services.accept_invitation(invitation=open_invitation(token_of(link)), **NAMES)


def test_accepting_makes_a_person_of_the_inviting_institution_at_the_invited_address(house):
    site, sector = make_site(house), make_sector(house)
    link = services.invite_person(institution=house, email="a@b.example", by=None, home_site=site, home_sector=sector)
    invitation = open_invitation(token_of(link))
    person = services.accept_invitation(
        invitation=invitation, password="kuusi-palaa-8", home_site=site, home_sector=sector, **NAMES
    )
    person.refresh_from_db()
    assert (person.email, person.institution, person.home_site) == ("a@b.example", house, site)
    assert person.check_password("kuusi-palaa-8")
    assert person.emailaddress_set.get().verified


def test_without_a_password_only_codes_sign_in(house):
    link = services.invite_person(institution=house, email="a@b.example", by=None)
    person = services.accept_invitation(invitation=open_invitation(token_of(link)), **NAMES)
    assert not person.has_usable_password()


def test_an_invitation_works_once(house):
    link = services.invite_person(institution=house, email="a@b.example", by=None)
    invitation = open_invitation(token_of(link))
    services.accept_invitation(invitation=invitation, **NAMES)
    assert open_invitation(token_of(link)) is None
    with pytest.raises(InvitationGone):
        services.accept_invitation(invitation=invitation, **NAMES)
    assert User.objects.filter(email="a@b.example").count() == 1


def test_an_invitation_runs_out(house):
    link = services.invite_person(institution=house, email="a@b.example", by=None)
    invitation = open_invitation(token_of(link))
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert open_invitation(token_of(link)) is None
    with pytest.raises(InvitationGone):
        services.accept_invitation(invitation=invitation, **NAMES)


def test_the_domain_of_an_address_opens_its_institution(house):
    assert institution_of_address("a@jarvimaa.example") == house
    assert institution_of_address("a@JARVIMAA.example") == house
    for address in (
        "a@sub.jarvimaa.example",
        "a@jarvimaa.example.evil.example",
        "jarvimaa.example@evil.example",
        "",
        "@",
    ):
        assert institution_of_address(address) is None


def test_a_domain_that_two_institutions_claim_opens_neither(house):
    make_institution(signup_domains=["jarvimaa.example"])
    assert institution_of_address("a@jarvimaa.example") is None


def test_signing_up_mails_a_link_and_makes_nobody_before_it_is_opened(house):
    services.sign_up(email="sanna@jarvimaa.example", language="sv")
    (message,) = mail.outbox
    assert message.to == ["sanna@jarvimaa.example"]
    assert not User.objects.exists()
    link = re.search(r"http\S+", message.body).group()
    assert open_invitation(token_of(link)).institution == house


def test_signing_up_with_a_known_address_mails_its_owner_instead(house):
    person = make_user(house, email="sanna@jarvimaa.example", language="fi")
    services.sign_up(email="Sanna@jarvimaa.example", language="en")
    (message,) = mail.outbox
    assert message.to == [person.email]
    assert "/accounts/invited/" not in message.body
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("known", [True, False])
def test_an_address_of_no_institution_gets_the_same_answer_whether_known_or_not(house, known):
    if known:
        make_user(house, email="sanna@muualla.example")
    with pytest.raises(NotOurAddress) as refusal:
        services.sign_up(email="sanna@muualla.example", language="en")
    assert str(refusal.value) == str(NotOurAddress.sentence)
    assert mail.outbox == []


def test_an_address_can_have_one_account_only(house):
    person = make_user(house)
    with pytest.raises(AddressTaken):
        services.add_person(institution=make_institution(), email=person.email.upper(), first_name="A", last_name="B")


@pytest.mark.parametrize(
    "bad",
    [
        {"slug": "not a slug"},
        {"zone": "Europe/Atlantis"},
        {"oid": "1.2.3"},
        {"languages": ["de"]},
        {"suppression_persons": 2},
        {"suppression_coaches": 1},
        {"step_minutes": 0},
        {"length_minutes": 5},
        {"horizon_days": 0},
        {"contact_email": "nobody"},
    ],
)
def test_an_institution_is_checked_before_it_is_founded(bad):
    with pytest.raises(ValidationError) as error:
        services.create_institution(**{"name_fi": "Opisto", "slug": "opisto", **bad})
    assert list(bad)[0] in error.value.message_dict


def test_the_command_invites_and_prints_the_link(house, capsys):
    call_command("invite", "a@b.example", institution=house.slug, language="en")
    assert open_invitation(token_of(capsys.readouterr().out.strip()))


@pytest.mark.parametrize(("email", "slug"), [("a@b.example", "nowhere"), ("not an address", None)])
def test_the_command_says_what_is_wrong(house, email, slug):
    with pytest.raises(CommandError):
        call_command("invite", email, institution=slug or house.slug)
