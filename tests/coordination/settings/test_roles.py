"""Roles: given with their scope and days, ended at once, never one's own last; what was held stays known."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from coordination.services.roles import end_role, give_role
from organisation.exceptions import SettingRefused
from organisation.models import Role, User
from tests.factories import make_institution, make_role, make_sector, make_site, make_user

pytestmark = pytest.mark.django_db
GIVE = "/coordinate/settings/roles/give/"
DAY = timedelta(days=1)


@pytest.fixture
def today(house):
    return timezone.localdate(timezone=house.tz)


@pytest.fixture
def person(house):
    return make_user(house, first_name="Oskar", last_name="Berg")


def rights(person: User, kind: str) -> bool:
    return User.objects.get(pk=person.pk).holds(kind)


def test_a_role_is_given_with_its_scope_and_days(me, house, person, today):
    site, sector = make_site(house), make_sector(house)
    sent = {"person": "oskar berg", "kind": "coordinator", "site": site.pk, "sector": sector.pk}
    sent |= {"valid_from": today.isoformat(), "valid_until": (today + 30 * DAY).isoformat()}
    assert me.post(GIVE, sent).status_code == 302
    role = Role.objects.get(user=person)
    assert (role.institution, role.kind, role.site, role.sector) == (house, "coordinator", site, sector)
    assert (role.valid_from, role.valid_until) == (today, today + 30 * DAY)
    assert rights(person, "coordinator")
    assert me.post(GIVE, sent).status_code == 400  # a second press
    assert Role.objects.filter(user=person).count() == 1


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"person": "nobody"}, "person"),
        ({"kind": "king"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"valid_from": "2020-01-01"}, "valid_from"),
        ({"valid_until": "2020-01-01"}, "valid_until"),
        ({"site": "elsewhere"}, "site"),
        ({"kind": "programme_admin", "site": "own"}, "kind"),
    ],
)
def test_a_role_that_cannot_be_comes_back_with_what_was_typed(me, house, person, today, bad, field):
    sites = {"own": make_site(house).pk, "elsewhere": make_site(make_institution()).pk}
    sent = {"person": person.email, "kind": "manager", "valid_from": today.isoformat()} | bad
    sent["site"] = sites.get(sent.get("site"), "")
    answer = me.post(GIVE, sent)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert f'value="{sent["person"]}"' in answer.content.decode()
    assert not Role.objects.filter(user=person).exists()


def test_nobody_of_another_institution_gets_one(me, today, admin):
    stranger = make_user(make_institution())
    sent = {"person": stranger.email, "kind": "manager", "valid_from": today.isoformat()}
    assert me.post(GIVE, sent).status_code == 400
    with pytest.raises(PermissionDenied):
        give_role(by=admin, person=stranger, kind="manager", valid_from=today, valid_until=None, site=None, sector=None)
    assert not Role.objects.filter(user=stranger).exists()


def test_the_same_role_may_follow_itself_and_not_overlap(admin, house, person, today):
    def give(first, last, **scope):
        scope = {"site": None, "sector": None, **scope}
        return give_role(by=admin, person=person, kind="manager", valid_from=first, valid_until=last, **scope)

    give(today, today + 9 * DAY)
    for first, last in ((today + 9 * DAY, None), (today, today), (today - 5 * DAY, today + 20 * DAY)):
        with pytest.raises(SettingRefused):
            give(first, last)
    give(today + 10 * DAY, None)
    give(today, None, site=make_site(house))
    assert Role.objects.filter(user=person).count() == 3


def test_ending_takes_the_rights_at_once_and_keeps_what_was(me, house, person, today):
    role = make_role(person, "coordinator", valid_from=today - 100 * DAY)
    address = reverse("coordination:roles_end", args=[role.pk])
    assert "Oskar Berg" in me.get(address).content.decode()
    for _ in range(2):
        assert me.post(address).status_code == 302
        role.refresh_from_db()
        assert (role.valid_from, role.valid_until) == (today - 100 * DAY, today - DAY)
    assert not rights(person, "coordinator")
    page = me.get(reverse("coordination:roles"))
    assert list(page.context["page"]) == [role]
    assert "Oskar Berg" not in str(page.context["held"])
    changes = me.get(reverse("coordination:settings")).content.decode()
    assert "Coordinator, all sites: ended for Oskar Berg" in changes


@pytest.mark.parametrize("begins", [0, 7])
def test_a_role_without_a_day_behind_it_is_taken_back_whole(me, person, today, begins):
    role = make_role(person, "coordinator", valid_from=today + begins * DAY)
    me.post(reverse("coordination:roles_end", args=[role.pk]))
    assert not Role.objects.filter(pk=role.pk).exists()
    assert not rights(person, "coordinator")


def test_ones_own_last_role_as_a_programme_admin_stays(me, admin, today):
    own = admin.roles.get()
    address = reverse("coordination:roles_end", args=[own.pk])
    for answer in (me.get(address), me.post(address)):
        assert answer.status_code == 409
        assert "Ask another programme admin" in answer.content.decode()
    with pytest.raises(SettingRefused):
        end_role(by=admin, role=own)
    own.refresh_from_db()
    assert own.valid_until is None


def test_another_admin_ends_it(client, house, admin, today):
    other = make_user(house)
    make_role(other, "programme_admin")
    own = admin.roles.get()
    Role.objects.filter(pk=own.pk).update(valid_from=today - DAY)
    client.force_login(other)
    assert client.post(reverse("coordination:roles_end", args=[own.pk])).status_code == 302
    assert not rights(admin, "programme_admin")
    client.force_login(User.objects.get(pk=admin.pk))
    assert client.get(reverse("coordination:roles")).status_code == 403
    # What the other had open is of no use any more.
    with pytest.raises(PermissionDenied):
        end_role(by=admin, role=other.roles.get())


def test_roles_are_sorted_for_people(me, house):
    for last_name in ("Öberg", "Zimmer", "Ahola", "Åkerlund"):
        make_role(make_user(house, last_name=last_name), "manager")
    held = dict(me.get(reverse("coordination:roles")).context["held"])
    assert [role.user.last_name for role in held["manager"]] == ["Ahola", "Zimmer", "Åkerlund", "Öberg"]


def test_the_page_asks_no_more_for_more(me, house, today, django_assert_max_num_queries):
    site, sector = make_site(house), make_sector(house)
    for days in range(30):
        make_role(make_user(house), "coordinator", site=site, sector=sector)
        over = {"valid_from": today - 99 * DAY, "valid_until": today - (days + 1) * DAY}
        make_role(make_user(house), "manager", site=site, **over)
    with django_assert_max_num_queries(12):
        page = me.get(reverse("coordination:roles"))
    assert len(page.context["page"]) == 20
