"""Notes: who reads them, that no text is lost or written over, and that they leave no trace elsewhere."""

from datetime import timedelta

import pytest
from django.db import connection

from followup import retention
from followup.models import Note
from followup.services import notes as services
from followup.services import save_note
from notifications.models import Message
from notifications.outbox import deliver_due
from organisation.exceptions import ChangedMeanwhile
from organisation.models import Role
from sessions.models import Kind
from sessions.services import leave_session
from tests.factories import make_coach, make_role, make_session, make_user
from tests.followup.common import LATER, notes_of, page_of, typed, words
from tests.sessions.racing import Meet, at_once
from tests.smtp_sink import Sink

CODE = "131052-308T"
pytestmark = pytest.mark.django_db


def share(scene, text="Sovittu näin", revision=0, by=None) -> Note:
    return save_note(session=scene.session, owner=None, text=text, revision=revision, by=by or scene.liisa)


def keep(scene, person, text, revision=0) -> Note:
    return save_note(session=scene.session, owner=person, text=text, revision=revision, by=person)


def test_mine_is_mine_and_shared_is_ours(as_, scene, clock):
    keep(scene, scene.liisa, "Vain Liisalle")
    share(scene, "Meille molemmille")
    liisa, sanna = (words(as_(person).get(page_of(scene.session))) for person in (scene.liisa, scene.sanna))
    assert ("Vain Liisalle" in liisa, "Meille molemmille" in liisa) == (True, True)
    assert ("Vain Liisalle" in sanna, "Meille molemmille" in sanna) == (False, True)
    assert "You and Liisa see this" in sanna


@pytest.mark.parametrize("kind", Role.Kind.values)
def test_no_role_opens_a_note(as_, scene, clock, kind):
    keep(scene, scene.liisa, "Vain Liisalle")
    share(scene)
    reader = make_user(scene.house)
    make_role(reader, kind)
    page = as_(reader).get(page_of(scene.session))
    assert "Sovittu näin" not in words(page)
    assert as_(reader).get(notes_of(scene.session)).status_code == 404
    assert as_(reader).post(notes_of(scene.session), typed("shared", "Minäkin")).status_code == 404
    assert not Note.objects.visible_to(reader).exists()


def test_a_lead_coach_reads_the_session_and_no_note(as_, scene, clock):
    lead = make_coach(scene.house)
    team = scene.house.teams.create(name_fi="Tiimi")
    team.members.add(scene.coach)
    team.leads.add(lead)
    share(scene)
    page = as_(lead.user).get(page_of(scene.session))
    assert (page.status_code, "Sovittu näin" in words(page)) == (200, False)


def test_whoever_left_reads_no_shared_note_and_keeps_their_own(as_, scene, clock):
    third = make_user(scene.house, language="en")
    session = make_session(
        scene.coach, third, LATER + timedelta(hours=2), kind=Kind.CLINIC, title_fi="Klinikka", seats=5
    )
    save_note(session=session, owner=None, text="Yhteinen", revision=0, by=scene.liisa)
    save_note(session=session, owner=third, text="Oma", revision=0, by=third)
    leave_session(session=session, person=third, by=third)
    page = words(as_(third).get(notes_of(session)))
    assert ("Oma" in page, "Yhteinen" in page) == (True, False)
    answer = as_(third).post(notes_of(session), typed("shared", "Vielä"))
    assert answer.status_code == 400
    assert as_(third).post(notes_of(session), typed("mine", "Oma 2", 1))["Location"] == notes_of(session) + "#notes"


def test_what_is_stored_can_not_be_read_there(scene):
    share(scene, "Salainen asia")
    with connection.cursor() as cursor:
        [[stored]] = cursor.execute("SELECT text FROM followup_note").fetchall()
    assert stored.startswith("gAAAA")


def test_saving_leads_back_and_says_so(as_, scene, clock):
    browser = as_(scene.sanna)
    answer = browser.post(notes_of(scene.session), typed("mine", "  Muista\r\nkysyä  "))
    assert answer["Location"] == page_of(scene.session) + "#notes"
    page = words(browser.get(page_of(scene.session)))
    assert "The note is saved." in page
    note = Note.objects.get()
    assert (note.text, note.revision, note.owner, note.saved_by) == ("Muista\nkysyä", 1, scene.sanna, scene.sanna)


def test_web_addresses_can_be_followed(as_, scene, clock):
    share(scene, "Ohje: https://opisto.example/ohje?a=1&b=2. Katso (http://x.example/y), ei <b>javascript:x</b>")
    page = words(as_(scene.sanna).get(page_of(scene.session)))
    assert page.count('rel="noopener noreferrer nofollow"') == 2
    assert 'href="https://opisto.example/ohje?a=1&amp;b=2"' in page
    assert 'href="http://x.example/y"' in page
    assert "<b>javascript" not in page


def test_two_tabs_never_write_over_each_other_silently(as_, scene, clock):
    browser = as_(scene.sanna)
    browser.post(notes_of(scene.session), typed("shared", "Ensimmäinen"))
    late = browser.post(notes_of(scene.session), typed("shared", "Toinen"))
    page = words(late)
    assert (late.status_code, "Ensimmäinen" in page, "Toinen" in page) == (409, True, True)
    assert Note.objects.get().text == "Ensimmäinen"
    assert late.context["forms"][1]["revision"].value() == "1"  # saving again means it
    assert browser.post(notes_of(scene.session), typed("shared", "Toinen", 1)).status_code == 302
    assert Note.objects.get().text == "Toinen"


def test_emptied_and_written_anew_is_another_text(as_, scene, clock):
    """A tab opened before both must not take the new text for the one that it showed."""
    share(scene, "Vanha")
    share(scene, "", revision=1)
    share(scene, "Uusi", revision=2)
    answer = as_(scene.sanna).post(notes_of(scene.session), typed("shared", "Vanha ja lisää", 1))
    assert (answer.status_code, Note.objects.get().text) == (409, "Uusi")


def test_a_double_click_saves_once(as_, scene, clock):
    browser = as_(scene.sanna)
    answers = [browser.post(notes_of(scene.session), typed("shared", "Sama")) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Note.objects.get().revision == 1


def test_what_is_typed_into_the_other_card_comes_back_unsaved(as_, scene, clock):
    both = typed("mine", "Oma") | typed("shared", "Puolivalmis") | {"save": "mine"}
    answer = as_(scene.sanna).post(notes_of(scene.session), both)
    page = words(answer)
    assert (answer.status_code, "Puolivalmis" in page, "Not saved yet" in page) == (200, True, True)
    assert [note.text for note in Note.objects.all()] == ["Oma"]


@pytest.mark.parametrize(("text", "said"), [(f"Opiskelija {CODE}", "personal identity code"), ("x" * 5001, "5000")])
def test_a_text_that_must_not_be_saved_is_kept_on_the_page(as_, scene, clock, text, said):
    answer = as_(scene.sanna).post(notes_of(scene.session), typed("shared", text))
    assert (answer.status_code, text in words(answer), said in words(answer)) == (400, True, True)
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    "bad", [{}, {"save": "both"}, {"save": "mine"}, typed("mine", "x", "-1"), typed("mine", "x", "y")]
)
def test_nonsense_is_refused(as_, scene, clock, bad):
    assert as_(scene.sanna).post(notes_of(scene.session), bad).status_code == 400


def test_a_phone_number_is_saved_with_a_hint(as_, scene, clock):
    browser = as_(scene.sanna)
    browser.post(notes_of(scene.session), typed("mine", "Soita 040 123 4567"))
    assert "phone number" in words(browser.get(page_of(scene.session)))


def test_the_others_are_told_once_a_day(scene, clock):
    share(scene)
    share(scene, "Lisää", revision=1)
    assert [m.recipient for m in Message.objects.filter(kind="note_shared")] == [scene.sanna]
    clock.shift(24 * 3600)
    share(scene, "Vielä", revision=2)
    assert Message.objects.filter(kind="note_shared", recipient=scene.sanna).count() == 2
    keep(scene, scene.liisa, "Oma")
    share(scene, "", revision=3)
    assert Message.objects.filter(kind="note_shared").count() == 2


def test_no_mail_says_what_a_note_says(scene, settings):
    share(scene, "Yhteinen salaisuus")
    keep(scene, scene.sanna, "Oma salaisuus")
    for note in Note.objects.select_related("owner", "session__institution"):
        retention._tell(note)
    with Sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        while deliver_due():
            pass
        said = [mail.get_body((kind,)).get_content() for mail in sink.mails for kind in ("plain", "html")]
        subjects = {mail["Subject"] for mail in sink.mails}
    assert len(said) == 2 * 4
    assert "Liisa Lahti shared a note" in subjects
    assert not [text for text in said if "salaisuus" in text]
    assert all(notes_of(scene.session) in text for text in said)


def without_lock(session, owner) -> Note:
    about = {"institution": session.institution, "session": session, "owner": owner}
    return Note.objects.get_or_create(**about)[0]


@pytest.fixture(params=[True, False], ids=["guarded", "control"])
def guarded(request, transactional_db, monkeypatch):
    if not request.param:
        monkeypatch.setattr(services, "_hold", without_lock)
    return request.param


@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_the_same_moment(guarded, scene, monkeypatch):
    """One is saved and the other one gets a 409; without the lock one text is lost without a word."""
    share(scene)
    with monkeypatch.context() as patch:
        patch.setattr(Note, "save", Meet(2, patience=0.3).before(Note.save))
        results = at_once(
            lambda: share(scene, "Liisan", 1, scene.liisa),
            lambda: share(scene, "Sannan", 1, scene.sanna),
        )
    late = [result for result in results if isinstance(result, ChangedMeanwhile)]
    assert len(late) == (1 if guarded else 0)
    assert Note.objects.get().revision == 2
