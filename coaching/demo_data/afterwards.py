"""What came up in the sessions of the past, what was agreed on in them, and how it was."""

import random
from datetime import timedelta

from coaching.demo_data.scene import Scene
from coaching.demo_data.words import AGREEMENTS, SENTENCES
from followup.blocks import complete_block
from followup.models import Agreement, Feedback, FeedbackAnswer, FeedbackQuestion, SessionTheme
from followup.selectors import questions_of
from sessions.models import Kind, Participation, Session, State
from topics.models import Theme

LATELY, ASKED = timedelta(days=45), timedelta(days=30)
TAGGED, ANSWERED, AGREED = 0.8, 0.6, 0.3


def make_afterwards(scene: Scene) -> None:
    """Rows alone: nobody is mailed about the past."""
    rng = scene.chance("afterwards")
    held = Session.objects.filter(institution=scene.institution, state=State.HELD).select_related("coach__user")
    sessions = list(held.prefetch_related("participations__person").order_by("starts_at", "pk"))
    _tag(scene, rng, sessions)
    _agree(scene, rng, [session for session in sessions if session.kind == Kind.ONE_TO_ONE])
    alone = [session for session in sessions if session.kind == Kind.ONE_TO_ONE]
    _answer(rng, questions_of(scene.institution), [each for each in alone if not _is_asked(scene, each)])


def _is_asked(scene: Scene, session: Session) -> bool:
    """Whether the teacher of the sign-in page still has to say how it was."""
    teacher = scene.login("teacher").pk
    return session.ends_at > scene.calendar.now - ASKED and teacher in {
        row.person_id for row in session.participations.all()
    }


def _tag(scene: Scene, rng: random.Random, sessions: list[Session]) -> None:
    offered: dict[int, list[Theme]] = {}
    for theme in Theme.objects.filter(institution=scene.institution).order_by("topic", "position", "pk"):
        offered.setdefault(theme.topic_id, []).append(theme)
    rows = []
    for session in sessions:
        if (themes := offered.get(session.topic_id)) and rng.random() < TAGGED:
            chosen = rng.sample(themes, min(len(themes), rng.choice((1, 1, 2))))
            rows += [SessionTheme(institution=scene.institution, session=session, theme=theme) for theme in chosen]
    SessionTheme.objects.bulk_create(rows, batch_size=1_000)


def _agree(scene: Scene, rng: random.Random, sessions: list[Session]) -> None:
    """Of the last weeks: some done, some to be done, some late. And of the last session of whom the sign-in names."""
    today, shown = scene.calendar.today, {scene.login("teacher").pk, scene.coaches[0].user_id}
    last = {row.person_id: session for session in sessions for row in session.participations.all()}
    certain = {last[pk].pk for pk in shown if pk in last}
    rows = []
    for session in sessions:
        people = [row.person for row in session.participations.all()]
        is_shown = bool(shown & {person.pk for person in people})
        is_agreed = session.ends_at > scene.calendar.now - LATELY and rng.random() < AGREED * (2 if is_shown else 1)
        if not is_agreed and session.pk not in certain:
            continue
        person = rng.choice(people)
        due_on = session.ends_at.date() + timedelta(days=rng.choice((7, 14, 21)))
        done_at = session.ends_at + timedelta(days=3) if due_on < today and rng.random() < 0.8 else None
        common = {"institution": scene.institution, "session": session, "person": person}
        what = rng.choice(AGREEMENTS[person.language])
        rows.append(Agreement(**common, what=what, due_on=due_on, done_at=done_at, added_by=session.coach.user))
    Agreement.objects.bulk_create(rows, batch_size=500)


def _answer(rng: random.Random, questions: list[FeedbackQuestion], sessions: list[Session]) -> None:
    rows: list[Feedback] = []
    for session in sessions:
        for part in session.participations.all():
            if part.role == Participation.Role.HELPED and rng.random() < ANSWERED:
                said = rng.choice(SENTENCES[part.person.language]) if rng.random() < 0.3 else ""
                common = {"institution_id": session.institution_id, "session": session, "coach": session.coach}
                given_at = session.ends_at + timedelta(hours=rng.randint(1, 40))
                rows.append(Feedback(**common, person=part.person, sentence=said, given_at=given_at))
    _put_in_blocks(rows)
    Feedback.objects.bulk_create(rows, batch_size=1_000)
    answers = (
        FeedbackAnswer(feedback=row, question=question, value=rng.choice((4, 4, 4, 3, 3, 2)))
        for row in rows
        for question in questions
    )
    FeedbackAnswer.objects.bulk_create(answers, batch_size=2_000)


def _put_in_blocks(rows: list[Feedback]) -> None:
    """As `followup.services` does it when each answer comes."""
    waiting: dict[int, list[Feedback]] = {}
    last: dict[int, int] = {}
    for row in rows:
        mine = waiting.setdefault(row.coach_id, [])
        mine.append(row)
        if block := complete_block((at, each.person_id) for at, each in enumerate(mine)):
            last[row.coach_id] = last.get(row.coach_id, 0) + 1
            for at in block:
                mine[at].block = last[row.coach_id]
            waiting[row.coach_id] = [each for each in mine if each.block is None]
