"""Letters and announcements: whom they reach, once; what leaves as mail; who reads them afterwards."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from coordination.messages import Written
from coordination.models import Letter
from coordination.selectors.letters import Group, people_of, sent_letters
from coordination.services import announce_to, write_letter
from notifications.models import Message
from tests.coaching.scene import House
from tests.factories import make_coach, make_institution, make_session, make_user

pytestmark = pytest.mark.django_db
NEW = "/coordinate/letters/new/"


@pytest.fixture
def house():
    return House("koti.example")


@pytest.fixture
def coordinator(house):
    return house.people["site_coordinator"]


def post(client, person, address, **data):
    client.force_login(person)
    return client.post(address, {"key": str(uuid4()), "subject": "Hei", "text": "Uusi ohje on valmis.", **data})


def told():
    return {message.recipient for message in Message.objects.filter(kind="letter")}


def test_a_letter_goes_to_the_one_person(client, house, coordinator):
    teacher = house.people["teacher"]
    address, key = reverse("coordination:write", args=[teacher.pk]), str(uuid4())
    for _ in range(2):
        assert post(client, coordinator, address, key=key).status_code == 302
    letter = Letter.objects.get()
    assert (told(), letter.person, letter.site, letter.author) == ({teacher}, teacher, house.site, coordinator)


def test_an_identity_code_is_refused_and_nothing_typed_is_lost(client, house, coordinator):
    address = reverse("coordination:write", args=[house.people["teacher"].pk])
    answer = post(client, coordinator, address, text="131052-308T ei tullut")
    assert answer.status_code == 400
    assert "131052-308T ei tullut" in answer.content.decode()
    assert not Letter.objects.exists()


@pytest.mark.parametrize(("language", "greeting"), [("fi", "Hei"), ("sv", "Hej"), ("en", "Hello")])
def test_the_frame_is_in_the_recipients_language(house, coordinator, language, greeting):
    teacher = house.people["teacher"]
    letter = write_letter(person=teacher, subject="Ohje", text="Rivi yksi\n\nRivi kaksi", by=coordinator, key=uuid4())
    kind = Written()
    with translation.override(language):
        mail = kind.render("letter", kind.load(letter.pk, 0), teacher)
    assert mail.subject == "Ohje"
    assert [words in mail.text for words in (f"{greeting} ", "Rivi yksi", "Rivi kaksi", coordinator.email)] == [
        True
    ] * 4
    assert "<p>Rivi kaksi</p>" in mail.html
    assert kind.render("letter", letter, make_user(make_institution())) is None


def test_an_announcement_reaches_those_of_the_group_and_nobody_else(house, coordinator):
    people = house.people
    here = {person for person in people.values() if person.home_site == house.site and person.is_active}
    make_session(house.coach, people["teacher"], timezone.now() - timedelta(days=9), topic=house.topic)
    make_session(house.coach, people["other_teacher"], timezone.now() + timedelta(days=9), topic=house.topic)
    far_coach = make_coach(house.institution, house.topic)
    far_coach.sites.add(house.far_site)
    newcomer = make_user(house.institution, home_site=house.site, started_on=timezone.localdate())
    expected = {
        "everyone": (here | {newcomer}) - {coordinator},
        "coaches": {house.coach.user, house.other_coach.user, house.lead_coach.user},
        "booked": {people["teacher"]},
        "newcomers": {newcomer},
    }
    for audience, whom in expected.items():
        group = Group(audience, house.site.pk, topic_id=house.topic.pk)
        assert set(people_of(group, coordinator)) == whom, audience


def test_it_is_previewed_with_its_count_and_sent_once(client, house, coordinator):
    data = {"audience": "coaches", "site": house.site.pk, "key": str(uuid4())}
    shown = post(client, coordinator, NEW, **data)
    assert (shown.status_code, shown.context["count"], Letter.objects.count()) == (200, 3, 0)
    assert "Lähtee 3 henkilölle" in shown.content.decode()
    for _ in range(2):
        assert post(client, coordinator, NEW, step="send", **data).url == reverse("coordination:letters")
    assert (Letter.objects.count(), Message.objects.filter(kind="letter").count()) == (1, 3)
    back = post(client, coordinator, NEW, step="back", **data)
    assert "Uusi ohje on valmis." in back.content.decode()


@pytest.mark.parametrize("place", ["", "far_site", "elsewhere"])
def test_nobody_out_of_scope_is_written_to(client, house, coordinator, place):
    elsewhere = House("muualla.example")
    site = {"": "", "far_site": house.far_site.pk, "elsewhere": elsewhere.site.pk}[place]
    answer = post(client, coordinator, NEW, step="send", audience="everyone", site=site)
    assert answer.status_code == 400
    assert not Letter.objects.exists()
    form = client.get(NEW).context["form"]
    assert list(form.fields["site"].rows.values()) == [house.site]


def test_a_sector_alone_is_more_than_a_site(client, house, coordinator):
    answer = post(client, coordinator, NEW, step="send", audience="everyone", sector=house.sector.pk)
    assert answer.status_code == 400


def test_whoever_coordinates_the_institution_may_write_to_all_of_it(client, house):
    answer = post(client, house.people["coordinator"], NEW, audience="everyone")
    assert answer.context["count"] == len([person for person in house.people.values() if person.is_active]) - 1


def test_coordinators_of_the_same_area_read_it_with_how_far_it_has_come(house, coordinator):
    group = Group("coaches", house.site.pk)
    announce_to(group=group, subject="Hei", text="Ohje", by=coordinator, key=uuid4())
    first, second, third = Message.objects.filter(kind="letter").order_by("pk")
    Message.objects.filter(pk=first.pk).update(state=Message.State.SENT)
    Message.objects.filter(pk=second.pk).update(state=Message.State.REFUSED)
    for reader, sees in (("coordinator", 1), ("site_coordinator", 1), ("far_coordinator", 0), ("programme_admin", 0)):
        assert sent_letters(house.people[reader]).count() == sees, reader
    letter = sent_letters(coordinator).get()
    assert (letter.sent, letter.waiting, letter.lost) == (1, 1, 1)


def test_the_list_takes_a_fixed_number_of_queries(client, house, coordinator, django_assert_max_num_queries):
    for number in range(15):
        announce_to(group=Group("coaches", house.site.pk), subject=str(number), text="x", by=coordinator, key=uuid4())
    client.force_login(coordinator)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("coordination:letters")).status_code == 200
