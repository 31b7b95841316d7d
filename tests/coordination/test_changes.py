"""Changes ahead: who says them, who sees them, for how long, and what is kept of what was said."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.models import Change, ChangeEvent
from coordination.services import save_change
from tests.coaching.scene import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House("koti.example")


@pytest.fixture
def coordinator(house):
    return house.people["site_coordinator"]


def day(ahead):
    return timezone.localdate() + timedelta(days=ahead)


def change(house, **fields):
    said = {"day": day(30), "text_fi": "Uusi arviointi alkaa", "text_sv": "Ny bedömning börjar", **fields}
    return save_change(by=house.people["coordinator"], **said)


def home(client, person):
    client.force_login(person)
    return client.get(reverse("home")).content.decode()


def test_it_stands_on_the_home_base_of_those_it_concerns(client, house):
    change(house, site=house.site, topics=[house.topic])
    near, far = home(client, house.people["teacher"]), home(client, house.people["other_teacher"])
    assert ("Uusi arviointi alkaa" in near, "Uusi arviointi alkaa" in far) == (True, False)
    assert f"{reverse('sessions:book')}?topic={house.topic.pk}" in near
    stranger = House("muualla.example").people["teacher"]
    assert "Uusi arviointi alkaa" not in home(client, stranger)


def test_everyone_reads_their_own_language_else_finnish(client, house):
    change(house)
    teacher = house.people["teacher"]
    for language, words in (("sv", "Ny bedömning börjar"), ("en", "Uusi arviointi alkaa")):
        teacher.language = language
        teacher.save()
        assert words in home(client, teacher)


@pytest.mark.parametrize(("ahead", "stands"), [(200, True), (0, True), (-14, True), (-15, False)])
def test_it_goes_two_weeks_after_its_day(house, ahead, stands):
    change(house, day=day(ahead))
    assert Change.objects.for_person(house.people["teacher"]).current(day(0)).exists() is stands


def test_it_is_mended_and_removed_and_its_history_stays(client, house, coordinator):
    client.force_login(coordinator)
    data = {"day": day(20).isoformat(), "text_fi": "Ensin", "site": house.site.pk}
    assert client.post(reverse("coordination:change_add"), data).status_code == 302
    said = Change.objects.get()
    address = reverse("coordination:change_edit", args=[said.pk])
    assert client.post(address, data | {"text_fi": "Sitten", "topics": [house.topic.pk]}).status_code == 302
    assert client.post(reverse("coordination:change_remove", args=[said.pk])).status_code == 302
    assert not Change.objects.exists()
    events = ChangeEvent.objects.order_by("pgh_id").values_list("pgh_label", "text_fi")
    assert list(events) == [("insert", "Ensin"), ("update", "Sitten"), ("delete", "Sitten")]


def test_sent_twice_it_is_one(house):
    assert change(house) == change(house)


def test_outside_the_scope_it_is_not_said_nor_mended(client, house, coordinator):
    client.force_login(coordinator)
    data = {"day": day(20).isoformat(), "text_fi": "Muutos"}
    for site in ("", house.far_site.pk):
        assert client.post(reverse("coordination:change_add"), data | {"site": site}).status_code == 400
    assert not Change.objects.exists()
    common = change(house)
    for name in ("change_edit", "change_remove"):
        assert client.post(reverse(f"coordination:{name}", args=[common.pk]), data).status_code == 403


def test_an_identity_code_and_a_past_day_are_refused(client, house, coordinator):
    client.force_login(coordinator)
    data = {"day": day(-1).isoformat(), "text_fi": "131052-308T", "site": house.site.pk}
    answer = client.post(reverse("coordination:change_add"), data)
    assert (answer.status_code, set(answer.context["form"].errors)) == (400, {"day", "text_fi"})


def test_the_pages_take_a_fixed_number_of_queries(client, house, coordinator, django_assert_max_num_queries):
    for number in range(15):
        change(house, text_fi=str(number), site=house.site, topics=[house.topic])
    for name in ("coordination:changes", "coordination:change_add"):
        client.force_login(coordinator)
        with django_assert_max_num_queries(12):
            client.get(reverse(name))
    client.force_login(house.people["coach"])
    with django_assert_max_num_queries(12):
        assert "14" in client.get(reverse("home")).content.decode()
