"""Feedback: asked of those helped, once each; read in blocks of five people that never change."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from followup.blocks import BLOCK, complete_block
from followup.exceptions import FeedbackClosed
from followup.models import Feedback, FeedbackQuestion
from followup.selectors import blocks_of
from followup.services import create_default_questions, give_feedback, save_questions
from followup.services.feedback import ASKED
from notifications.models import Message
from notifications.outbox import deliver_due
from sessions.services import close_session
from tests.factories import make_session, make_user
from tests.followup.common import LATER, page_of, words
from tests.sessions.racing import at_once
from tests.smtp_sink import Sink

AFTER = LATER + timedelta(days=1)


@pytest.fixture
def held(scene):
    create_default_questions(scene.house)
    with time_machine.travel(AFTER, tick=False):
        close_session(session=scene.session, held=True, by=scene.liisa)
        scene.session.refresh_from_db()
        yield scene


def feedback_on(session) -> str:
    return reverse("followup:feedback", args=[session.pk])


def more_sessions(scene, count: int) -> list:
    """So many sessions of Liisa that were held, each with somebody else."""
    starts = [LATER - timedelta(days=number) for number in range(1, count + 1)]
    sessions = [make_session(scene.coach, make_user(scene.house), start) for start in starts]
    for session in sessions:
        close_session(session=session, held=True, by=scene.liisa)
        session.refresh_from_db()
    return sessions


def person_of(session):
    return session.participations.get(role="helped").person


@given(st.lists(st.integers(1, 8), max_size=60))
def test_blocks_are_of_five_people_and_never_change(people):
    """As answers come one by one, each block that is complete is taken out for good."""
    waiting: list[tuple[int, int]] = []
    blocks: list[list[int]] = []
    for answer, person in enumerate(people):
        waiting.append((answer, person))
        if block := complete_block(waiting):
            blocks.append(block)
            waiting = [each for each in waiting if each[0] not in block]
            assert complete_block(waiting) is None, "one answer completes one block at most"
    for block in blocks:
        assert len({people[answer] for answer in block}) == len(block) == BLOCK
    shown = [answer for block in blocks for answer in block]
    assert len(shown) == len(set(shown))
    assert len({person for _answer, person in waiting}) < BLOCK


@pytest.mark.django_db
def test_the_coach_reads_nothing_before_five_people_have_answered(as_, held):
    sessions = [held.session, *more_sessions(held, 4)]
    questions = list(FeedbackQuestion.objects.all())
    page = reverse("followup:my_feedback")
    for number, session in enumerate(sessions):
        assert f"Sana {number - 1}" not in words(as_(held.liisa).get(page))
        values = dict.fromkeys(questions, 4)
        give_feedback(session=session, person=person_of(session), values=values, sentence=f"Sana {4 - number}")
    [block] = blocks_of(held.coach)
    assert [tally.counts for tally in block.tallies] == [(0, 0, 0, 5)] * 3
    assert list(block.sentences) == [f"Sana {number}" for number in range(5)], "not in the order in which they came"
    read = words(as_(held.liisa).get(page))
    assert "Sana 3" in read
    assert not [session for session in sessions if person_of(session).get_full_name() in read]


@pytest.mark.django_db
def test_a_second_answer_of_one_person_waits(held):
    again = make_session(held.coach, held.sanna, LATER - timedelta(days=9))
    close_session(session=again, held=True, by=held.liisa)
    again.refresh_from_db()
    for session in (held.session, again, *more_sessions(held, 3)):
        give_feedback(session=session, person=person_of(session), values={}, sentence="x")
    assert blocks_of(held.coach) == []


@pytest.mark.django_db
def test_one_answer_for_a_session(as_, held):
    browser = as_(held.sanna)
    question = FeedbackQuestion.objects.first()
    assert "How was it?" in words(browser.get(page_of(held.session)))
    assert browser.post(feedback_on(held.session), {f"question_{question.pk}": "3"}).status_code == 302
    assert browser.post(feedback_on(held.session), {"sentence": "Toinen"}).status_code == 302
    assert Feedback.objects.get().answers.get().value == 3
    with pytest.raises(FeedbackClosed):
        give_feedback(session=held.session, person=held.sanna, values={}, sentence="Kolmas")
    assert "Say how it was" not in words(browser.get(page_of(held.session)))


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{}, {"sentence": " "}, {"sentence": "131052-308T"}, {"question": "9"}])
def test_an_empty_or_forbidden_answer_is_refused(as_, held, sent):
    assert as_(held.sanna).post(feedback_on(held.session), sent).status_code == 400
    assert not Feedback.objects.exists()


@pytest.mark.django_db
def test_who_is_not_asked_may_not_answer(as_, held):
    assert as_(held.liisa).get(feedback_on(held.session)).status_code == 403
    close_session(session=held.session, held=False, by=held.liisa)
    assert as_(held.sanna).get(feedback_on(held.session)).status_code == 403
    with time_machine.travel(AFTER + timedelta(days=40), tick=False), pytest.raises(FeedbackClosed):
        give_feedback(session=held.session, person=held.sanna, values={}, sentence="x")


@pytest.mark.django_db
def test_words_that_were_answered_are_not_changed(held):
    question = FeedbackQuestion.objects.first()
    give_feedback(session=held.session, person=held.sanna, values={question: 2}, sentence="")
    names = {"name_fi": "Uusi lause.", "name_sv": "", "name_en": ""}
    save_questions(institution=held.house, names={question.pk: [names]})
    question.refresh_from_db()
    assert (question.is_retired, question.name_fi == "Uusi lause.") == (True, False)
    assert FeedbackQuestion.objects.get(name_fi="Uusi lause.").position == question.position


@pytest.mark.django_db(transaction=True)
def test_the_question_comes_by_mail_once_and_not_after_the_answer(scene, settings):
    with time_machine.travel(AFTER, tick=False):
        close_session(session=scene.session, held=True, by=scene.liisa)
        close_session(session=scene.session, held=True, minutes=30, by=scene.liisa)
    Message.objects.exclude(kind=ASKED).delete()
    row = Message.objects.get(kind=ASKED)
    assert row.recipient == scene.sanna
    with Sink() as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        with time_machine.travel(AFTER, tick=False):
            give_feedback(session=scene.session, person=scene.sanna, values={}, sentence="Hyvä")
        deliver_due()
        row.refresh_from_db()
        assert (row.state, sink.mails) == (Message.State.STALE, [])


@pytest.mark.django_db(transaction=True)
def test_two_fifth_answers_at_once_make_one_block(scene):
    with time_machine.travel(AFTER, tick=False):
        close_session(session=scene.session, held=True, by=scene.liisa)
        sessions = [scene.session, *more_sessions(scene, 5)]
        for session in sessions:
            session.refresh_from_db()
        acts = [
            lambda each=session: give_feedback(session=each, person=person_of(each), values={}, sentence="x")
            for session in sessions
        ]
        for act in acts[:4]:
            act()
        at_once(*acts[4:])
    assert sorted(Feedback.objects.filter(block=1).values_list("block", flat=True)) == [1] * 5
    assert Feedback.objects.filter(block=None).count() == 1
