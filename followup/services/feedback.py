"""Asking those helped how it was, and keeping what they say."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from coaches.models import Coach
from followup.blocks import complete_block
from followup.defaults import QUESTIONS
from followup.exceptions import FeedbackClosed
from followup.models import Feedback, FeedbackAnswer, FeedbackQuestion
from followup.policies import can_give_feedback
from followup.selectors import asked_of
from notifications.outbox import message, post
from organisation.models import Institution, User
from sessions.models import Session, State

ASKED = "feedback_asked"
ASKED_FOR = timedelta(days=14)
"""So long after a session its people are asked."""


@transaction.atomic
def create_default_questions(institution: Institution) -> None:
    """Give an institution the three questions to start from; one that has any keeps its own."""
    Institution.objects.select_for_update().get(pk=institution.pk)  # two at once would both find none
    if institution.feedback_questions.exists():
        return
    FeedbackQuestion.objects.bulk_create(
        FeedbackQuestion(institution=institution, position=position, name_fi=fi, name_sv=sv, name_en=en)
        for position, (fi, sv, en) in enumerate(QUESTIONS, 1)
    )


def ask_for_feedback(session: Session) -> None:
    """Ask those who were helped, once each, when `session` was held lately."""
    latest_at = session.ends_at + ASKED_FOR
    if session.state != State.HELD or timezone.now() >= latest_at:
        return
    post(message(kind=ASKED, thing=session, recipient=person, latest_at=latest_at) for person in asked_of(session))


@transaction.atomic
def give_feedback(*, session: Session, person: User, values: Mapping[FeedbackQuestion, int], sentence: str) -> None:
    """Keep what `person` says of `session`: a number from 1 to 4 for each question answered, and a sentence or "".

    Once five people have answered for a coach, their answers become a block that the coach reads. Raises
    FeedbackClosed when `person` has answered already or is not asked (any more).
    """
    # One at a time for a coach, or two fifth answers would make two blocks of one.
    coach = Coach.objects.select_for_update(no_key=True).get(pk=session.coach_id)
    session = Session.objects.prefetch_related("participations").get(pk=session.pk)
    if not can_give_feedback(person, session):
        raise FeedbackClosed
    row, is_new = Feedback.objects.get_or_create(
        session=session,
        person=person,
        defaults={
            "institution_id": session.institution_id,
            "coach": coach,
            "sentence": sentence,
            "given_at": timezone.now(),
        },
    )
    if not is_new:
        raise FeedbackClosed
    FeedbackAnswer.objects.bulk_create(
        FeedbackAnswer(feedback=row, question=question, value=value) for question, value in values.items()
    )
    _complete_block(coach)


def _complete_block(coach: Coach) -> None:
    own = Feedback.objects.filter(coach=coach)
    waiting = own.filter(block=None).order_by("pk").values_list("pk", "person_id")
    if (block := complete_block(waiting)) is not None:
        last = own.aggregate(last=Max("block"))["last"] or 0
        own.filter(pk__in=block).update(block=last + 1)


@transaction.atomic
def save_questions(*, institution: Institution, names: Mapping[int | None, Iterable[dict[str, str]]]) -> None:
    """Write what is asked: under a question's key its words by column, under None those of new ones, in order.

    A question without Finnish words is retired: what was answered to it stays as it is. One that somebody has answered
    is retired too when its words change, and asked anew, so that no answer is read under words that nobody saw.
    """
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    asked = FeedbackQuestion.objects.filter(institution=institution)
    fresh = list(names.get(None, ()))
    for question in asked.filter(pk__in=[key for key in names if key]):
        [columns] = names[question.pk]
        if all(getattr(question, column) == words for column, words in columns.items()) and not question.is_retired:
            continue
        if columns["name_fi"] and not FeedbackAnswer.objects.filter(question=question).exists():
            asked.filter(pk=question.pk).update(**columns, is_retired=False)
            continue
        asked.filter(pk=question.pk).update(is_retired=True)
        if columns["name_fi"]:
            FeedbackQuestion.objects.create(institution=institution, position=question.position, **columns)
    last = asked.aggregate(last=Max("position"))["last"] or 0
    for position, columns in enumerate(fresh, start=last + 1):
        FeedbackQuestion.objects.create(institution=institution, position=position, **columns)
