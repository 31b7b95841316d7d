"""The accessibility statement's feedback: whom it reaches, who reads it, and its fourteen days."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.models import AccessibilityFeedback
from coordination.services import forget_accessibility_feedback, give_accessibility_feedback
from notifications.models import Message
from notifications.registry import kind_of
from tests.factories import make_institution, make_role, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/accessibility/"
SAID = "Kalenterin painike ei kerro, mitä se tekee."


@pytest.fixture
def house():
    return make_institution(host="koti.example", contact_email="yhteys@koti.example")


@pytest.fixture
def contact(house):
    return make_user(house, email="yhteys@koti.example")


@pytest.fixture
def admin(house):
    person = make_user(house)
    make_role(person, "programme_admin")
    return person


@pytest.fixture
def operator():
    return make_user(None, is_operator=True)


def told(feedback) -> set:
    rows = Message.objects.filter(kind="accessibility_feedback", thing_id=feedback.pk)
    return {row.recipient for row in rows.select_related("recipient")}


def given(house, **more) -> AccessibilityFeedback:
    return give_accessibility_feedback(institution=house, **{"text": SAID, "language": "fi", **more})


def test_signed_out_the_institution_of_the_host_gets_it(client, house, contact, admin, operator, settings):
    settings.ALLOWED_HOSTS = ["koti.example"]
    make_institution(host="muu.example")
    data = {"text": SAID, "name": "Åsa", "email": "asa@x.example"}

    answer = client.post(ADDRESS, data, headers={"host": "koti.example", "accept-language": "sv"})

    assert (answer.status_code, answer.url) == (302, ADDRESS)
    feedback = AccessibilityFeedback.objects.get()
    assert (feedback.institution, feedback.text, feedback.name, feedback.email, feedback.language) == (
        *(house, SAID, "Åsa"),
        *("asa@x.example", "sv"),
    )
    assert told(feedback) == {contact}


def test_signed_out_at_no_institution_the_operators_get_it(client, house, contact, operator):
    make_user(None, is_operator=True, is_active=False)

    client.post(ADDRESS, {"text": SAID})

    assert told(AccessibilityFeedback.objects.get(institution=None)) == {operator}


def test_signed_in_ones_own_institution_gets_it(client, house, contact):
    client.force_login(make_user(house))

    client.post(ADDRESS, {"text": SAID})

    assert told(AccessibilityFeedback.objects.get(institution=house)) == {contact}


def test_without_an_account_of_the_contact_the_programme_admins_are_told_else_the_operators(house, admin, operator):
    make_role(make_user(house), "coordinator")
    assert told(given(house)) == {admin}
    admin.roles.update(valid_from=timezone.localdate() - timedelta(9), valid_until=timezone.localdate() - timedelta(1))
    assert told(given(house, name="Toinen")) == {operator}


def test_it_is_read_by_contact_and_admins_only_and_never_elsewhere(house, contact, admin, operator):
    strangers = make_institution(contact_email="x@muu.example")
    other_admin, teacher = make_user(strangers), make_user(house)
    make_role(other_admin, "programme_admin")
    make_role(teacher, "coordinator")
    here, nowhere = given(house), given(None)

    seen = {
        person: set(AccessibilityFeedback.objects.visible_to(person))
        for person in (contact, admin, operator, other_admin, teacher)
    }

    assert seen == {contact: {here}, admin: {here}, operator: {nowhere}, other_admin: set(), teacher: set()}


def test_its_mail_says_all_of_it_and_only_to_who_may_read_it(house, contact):
    kind, feedback = kind_of("accessibility_feedback"), given(house, name="<Åsa>", email="asa@x.example")

    mail = kind.render("accessibility_feedback", kind.load(feedback.pk, 0), contact)

    assert all(text in mail.text for text in (SAID, "<Åsa>", "asa@x.example", "/coordinate/accessibility/"))
    assert "&lt;Åsa&gt;" in mail.html
    assert kind.render("accessibility_feedback", feedback, make_user(house)) is None


def test_nothing_is_mailed_once_it_is_answered(client, house, contact):
    feedback = given(house)
    client.force_login(contact)

    for _ in range(2):
        answer = client.post(reverse("coordination:accessibility_answered", args=[feedback.pk]))
        assert answer.status_code == 302

    feedback.refresh_from_db()
    assert feedback.answered_by == contact
    assert kind_of("accessibility_feedback").load(feedback.pk, 0) is None


@pytest.mark.parametrize(
    ("days_ago", "words"),
    [(0, "14 days left"), (13, "1 day left"), (14, "To be answered today"), (15, "1 day over"), (40, "26 days over")],
)
def test_the_page_shows_the_clock(client, house, contact, days_ago, words):
    contact.language = "en"
    contact.save()
    feedback = given(house)
    given_at = timezone.localtime() - timedelta(days=days_ago)
    AccessibilityFeedback.objects.filter(pk=feedback.pk).update(created_at=given_at)
    client.force_login(contact)

    assert words in client.get(reverse("coordination:accessibility_feedback")).content.decode()


def test_what_has_waited_longest_stands_first_and_what_is_answered_last(client, house, contact):
    now = timezone.now()
    rows = {name: given(house, text=name) for name in ("newer", "older", "answered")}
    AccessibilityFeedback.objects.filter(pk=rows["older"].pk).update(created_at=now - timedelta(days=3))
    AccessibilityFeedback.objects.filter(pk=rows["answered"].pk).update(answered_at=now)
    client.force_login(contact)

    page = client.get(reverse("coordination:accessibility_feedback")).context["page"]

    assert [row.text for row in page] == ["older", "newer", "answered"]


@pytest.mark.parametrize("rows", [1, 15])
def test_the_page_asks_as_much_whatever_there_is(client, house, contact, rows, django_assert_max_num_queries):
    for number in range(rows):
        given(house, text=str(number))
    client.force_login(contact)

    with django_assert_max_num_queries(6):
        client.get(reverse("coordination:accessibility_feedback"))


def test_a_second_press_is_one_feedback_another_text_is_another(house, contact):
    assert given(house) == given(house)
    assert given(house, text="Toinen") != given(house)
    assert Message.objects.filter(kind="accessibility_feedback").count() == 2


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"text": ""}, ["text"]),
        ({"text": "x" * 2001}, ["text"]),
        ({"text": "Opiskelija 131052-308T ei pääse"}, ["text"]),
        ({"text": SAID, "email": "ei osoite"}, ["email"]),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, house, data, wrong):
    answer = client.post(ADDRESS, {"name": "Aino Typed", **data})

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == wrong
    assert "Aino Typed" in answer.content.decode()
    assert AccessibilityFeedback.objects.count() == 0


def test_one_network_may_send_ten_in_ten_minutes_and_loses_no_text(client, house):
    statuses = [client.post(ADDRESS, {"text": f"{SAID} {number}"}).status_code for number in range(10)]
    answer = client.post(ADDRESS, {"text": "Yhdestoista"})

    assert (set(statuses), answer.status_code) == ({302}, 429)
    assert "Yhdestoista" in answer.content.decode()
    assert AccessibilityFeedback.objects.count() == 10


def test_it_is_kept_for_a_year(house):
    old, young = given(house, text="vanha"), given(house)
    year = AccessibilityFeedback.KEPT
    AccessibilityFeedback.objects.filter(pk=old.pk).update(created_at=timezone.now() - year - timedelta(hours=1))
    AccessibilityFeedback.objects.filter(pk=young.pk).update(created_at=timezone.now() - year + timedelta(hours=1))

    forget_accessibility_feedback()

    assert list(AccessibilityFeedback.objects.all()) == [young]


@pytest.mark.parametrize(
    ("language", "words", "site"),
    [
        ("fi", "Saavutettavuusseloste", "www.saavutettavuusvaatimukset.fi"),
        ("sv", "Tillgänglighetsutlåtande", "www.tillganglighetskrav.fi"),
        ("en", "Accessibility statement", "www.webaccessibility.fi"),
    ],
)
def test_everybody_reads_it_in_their_language(client, language, words, site):
    text = client.get(ADDRESS, headers={"accept-language": language}).content.decode()

    assert f"<h1>{words}</h1>" in text
    assert f'href="https://{site}/"' in text
    assert all(fact in text for fact in ("Traficom", "saavutettavuus@traficom.fi", "306/2019", "WCAG 2.2"))
