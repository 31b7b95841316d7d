"""Guidelines: their reviews, reminders, history, and that nobody overwrites another unseen."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from notifications.models import Message
from notifications.registry import kind_of
from organisation.exceptions import ChangedMeanwhile
from tests.factories import make_institution, make_role, make_topic, make_user
from topics.library import add_guideline, change_guideline, due_after, mark_reviewed
from topics.models import Guideline, GuidelineFile
from topics.tasks import remind

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_institution()


@pytest.fixture
def owner(house):
    return make_user(house, first_name="Liisa", language="en")


def made(house, owner, **fields) -> Guideline:
    about = {"kind": "instruction", "title_fi": "Ohje", "title_en": "Instruction", "link": "https://x.example/"}
    about |= {"topic": make_topic(house), "owner": owner, "institution": house, **fields}
    return add_guideline(Guideline(**about), None)


def overdue(house, owner, days: int = 3, **fields) -> Guideline:
    guideline = made(house, owner, **fields)
    Guideline.objects.filter(pk=guideline.pk).update(due_on=timezone.localdate() - timedelta(days=days))
    guideline.refresh_from_db()
    return guideline


def told() -> list[str]:
    return [row.recipient.first_name for row in Message.objects.filter(kind="guideline_due").order_by("pk")]


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 26), 12, date(2027, 11, 26)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 5), 3, date(2027, 3, 5)),
    ],
)
def test_a_review_is_due_so_many_months_later(day, months, due):
    assert due_after(day, months) == due


def test_adding_is_a_review_and_a_press_is_the_next(house, owner):
    guideline = overdue(house, owner)
    assert list(Guideline.objects.in_care_of(owner).due(timezone.localdate())) == [guideline]
    mark_reviewed(guideline=guideline, revision=0)
    guideline.refresh_from_db()
    assert (guideline.reviewed_on, guideline.due_on) == (timezone.localdate(), due_after(timezone.localdate(), 12))
    assert not Guideline.objects.in_care_of(owner).due(timezone.localdate()).exists()


def test_the_owner_is_reminded_once_each_time_that_it_is_due(house, owner):
    guideline = overdue(house, owner)
    made(house, owner)  # not due
    overdue(house, owner, topic=make_topic(house, is_retired=True))
    for _ in range(2):
        remind()
    assert told() == ["Liisa"]
    Message.objects.all().delete()  # as the outbox forgets in time
    remind()
    assert told() == []
    mark_reviewed(guideline=guideline, revision=0)
    Guideline.objects.filter(pk=guideline.pk).update(due_on=timezone.localdate())
    remind()
    assert told() == ["Liisa"]


def test_programme_admins_stand_in_for_an_owner_who_has_left(house, owner):
    admin = make_user(house, first_name="Outi")
    make_role(admin, "programme_admin")
    make_role(make_user(make_institution()), "programme_admin")
    owner.is_active = False
    owner.save()
    overdue(house, owner)
    overdue(house, None)
    remind()
    assert told() == ["Outi", "Outi"]


def test_the_mail_says_what_is_due_and_not_what_no_longer_is(house, owner):
    guideline = overdue(house, owner, text_en="A long text")
    remind()
    row = Message.objects.get(kind="guideline_due")
    kind = kind_of(row.kind)
    thing = kind.load(row.thing_id, row.revision)
    with override("en"):
        mail = kind.render(row.kind, thing, owner)
    assert "Instruction" in mail.subject
    assert mail.url.endswith("/topics/due/")
    assert kind.render(row.kind, thing, make_user(house)) is None
    mark_reviewed(guideline=guideline, revision=0)
    assert kind.load(row.thing_id, row.revision) is None


def test_who_comes_second_is_told_and_nothing_is_lost(house, owner):
    guideline = made(house, owner)
    about = {"guideline": guideline, "document": None, "no_file": False}
    change_guideline(**about, fields={"title_fi": "Uusi ohje"}, revision=0)
    with pytest.raises(ChangedMeanwhile) as late:
        change_guideline(**about, fields={"title_fi": "Toinen"}, revision=0)
    assert late.value.current.title_fi == "Uusi ohje"
    with pytest.raises(ChangedMeanwhile):
        mark_reviewed(guideline=guideline, revision=0)


def test_the_history_keeps_what_it_said_and_no_file(house, owner):
    guideline = made(house, owner)
    change_guideline(guideline=guideline, fields={"text_fi": "Muuttui"}, document=None, no_file=False, revision=0)
    guideline.delete()
    kept = Guideline.pgh_event_model.objects.filter(title_fi="Ohje").order_by("pgh_id")
    assert list(kept.values_list("pgh_label", "text_fi")) == [
        ("insert", ""),
        ("update", "Muuttui"),
        ("delete", "Muuttui"),
    ]
    assert not hasattr(GuidelineFile, "pgh_event_model")


def test_a_guideline_has_a_link_or_a_file(house, owner):
    with pytest.raises(IntegrityError), transaction.atomic():
        made(house, owner, link="")
