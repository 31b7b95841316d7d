"""Notes go by the institution's own period, and nobody loses one without two weeks' warning."""

from datetime import timedelta

import pytest

from followup.models import Note
from followup.services import save_note
from followup.tasks import forget_notes
from notifications.models import Message
from tests.followup.common import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
YEAR = timedelta(days=12 * 30.44)
DAY = timedelta(days=1)


@pytest.fixture
def notes(scene):
    """A shared note and one of each."""
    about = {"session": scene.session, "revision": 0}
    save_note(owner=None, text="Yhteinen salaisuus", by=scene.liisa, **about)
    return [save_note(owner=person, text="Oma salaisuus", by=person, **about) for person in (scene.liisa, scene.sanna)]


def warned() -> list[str]:
    rows = Message.objects.filter(kind="note_ends").order_by("recipient", "pk")
    return [row.recipient.first_name for row in rows]


def test_nothing_happens_before_its_time(notes, clock):
    clock.move_to(NOW + YEAR - 14 * DAY, tick=False)
    forget_notes()
    assert (warned(), Note.objects.count()) == ([], 3)


def test_readers_are_warned_once_and_then_it_goes(scene, notes, clock):
    clock.move_to(NOW + YEAR - 12 * DAY, tick=False)
    for _ in range(2):
        forget_notes()
    assert sorted(warned()) == ["Liisa", "Liisa", "Sanna", "Sanna"]
    clock.shift(13 * DAY)
    forget_notes()
    assert Note.objects.count() == 3
    clock.shift(DAY)
    forget_notes()
    assert Note.objects.count() == 0


def test_a_period_made_shorter_still_leaves_two_weeks(scene, notes, clock):
    clock.move_to(NOW + 100 * DAY, tick=False)
    scene.house.retention_months = 1
    scene.house.save()
    forget_notes()
    assert (len(warned()), Note.objects.count()) == (4, 3)
    clock.shift(14 * DAY)
    forget_notes()
    assert Note.objects.count() == 0


def test_a_period_made_longer_calls_the_warning_off(scene, notes, clock):
    clock.move_to(NOW + YEAR - 12 * DAY, tick=False)
    forget_notes()
    scene.house.retention_months = 24
    scene.house.save()
    clock.shift(20 * DAY)
    forget_notes()
    assert Note.objects.filter(warned_at=None).count() == 3


def test_an_emptied_note_goes_without_a_word(scene, clock):
    for revision, text in enumerate(("Jotain", "")):
        save_note(session=scene.session, owner=scene.liisa, text=text, revision=revision, by=scene.liisa)
    clock.move_to(NOW + YEAR + 2 * DAY, tick=False)
    forget_notes()
    assert (warned(), Note.objects.count()) == ([], 0)
