"""Two programme admins at the same moment. Each race has a control without the lock, which must go wrong."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from coordination.services import roles
from coordination.services import settings as saving
from organisation.exceptions import ChangedMeanwhile
from organisation.models import Institution, Role, Sector
from tests.factories import make_institution, make_role, make_sector, make_user
from tests.sessions.racing import Meet, at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def without_the_lock(monkeypatch) -> None:
    for module in (saving, roles):
        monkeypatch.setattr(module, "hold", lambda pk: Institution.objects.get(pk=pk))


def end_each_other(monkeypatch) -> tuple[int, list[object]]:
    """How many programme admins are left, and what each of the two got."""
    house = make_institution()
    long_ago = timezone.localdate() - timedelta(days=9)
    one, two = (make_role(make_user(house), "programme_admin", valid_from=long_ago) for _ in range(2))
    with monkeypatch.context() as patch:
        patch.setattr(Role, "save", Meet(2, patience=0.3).before(Role.save))
        results = at_once(
            lambda: roles.end_role(by=one.user, role=two),
            lambda: roles.end_role(by=two.user, role=one),
        )
    return Role.objects.valid_on(timezone.localdate()).filter(institution=house).count(), results


def test_two_who_end_each_others_role_leave_one(monkeypatch):
    for _ in range(ROUNDS):
        left, results = end_each_other(monkeypatch)
        assert left == 1
        assert [type(result) for result in results if result is not None] == [PermissionDenied]


def test_without_the_lock_nobody_is_left(monkeypatch):
    without_the_lock(monkeypatch)
    assert end_each_other(monkeypatch)[0] == 0


def save_at_once(monkeypatch) -> list[object]:
    """Both have opened the page at the same time and change another column."""
    sector = make_sector(make_institution(), name_fi="Ala", code="")
    one, two = Sector.objects.get(pk=sector.pk), Sector.objects.get(pk=sector.pk)
    one.name_fi, two.code = "Uusi ala", "U1"
    about = {"columns": ["name_fi", "code"], "stamp": saving.stamp_of(sector, ["name_fi", "code"])}
    with monkeypatch.context() as patch:
        patch.setattr(Sector, "save", Meet(2, patience=0.3).before(Sector.save))
        return at_once(*(lambda thing=thing: saving.save_setting(thing=thing, **about) for thing in (one, two)))


def test_one_of_two_who_save_at_once_is_told(monkeypatch):
    for _ in range(ROUNDS):
        results = save_at_once(monkeypatch)
        assert [type(result) for result in results if result is not None] == [ChangedMeanwhile]


def test_without_the_lock_one_overwrites_the_other_unseen(monkeypatch):
    without_the_lock(monkeypatch)
    assert save_at_once(monkeypatch) == [None, None]
