"""Reading what was kept of sessions."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from coaches.models import Coach
from followup.models import Agreement, Feedback, FeedbackQuestion
from followup.models.feedback import SCALE
from organisation.models import Institution, User
from sessions.models import Participation, Session
from topics.models import Theme


def asked_of(session: Session) -> list[User]:
    """Who is asked how it was: those helped; of a group those of whom it was said that they came."""
    rows = session.participations.select_related("person").filter(role=Participation.Role.HELPED, left_at=None)
    if session.is_group:
        rows = rows.filter(attendance=Participation.Attendance.CAME)
    return [row.person for row in rows.order_by("pk") if row.person.is_active]


def questions_of(institution: Institution) -> list[FeedbackQuestion]:
    """Those that are asked now, in order."""
    return list(institution.feedback_questions.filter(is_retired=False))


def themes_to_pick(session: Session) -> list[Theme]:
    """The tags of the session's topic, and those that it has already, retired or not."""
    chosen = {row.theme_id for row in session.session_themes.all()}
    return [theme for theme in session.topic.themes.all() if theme.pk in chosen or not theme.is_retired]


@dataclass(frozen=True)
class Tally:
    """How many of a block's people said each value of the scale about one question, least first."""

    question: FeedbackQuestion
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Block:
    """What five people said: tallies, and their sentences in an order that says nothing of when or who."""

    number: int
    tallies: Sequence[Tally]
    sentences: Sequence[str]


def blocks_of(coach: Coach) -> list[Block]:
    """What the coach reads of feedback, latest block first. What waits for a block is nowhere in it."""
    rows = Feedback.objects.filter(coach=coach, block__isnull=False).prefetch_related("answers__question")
    found: dict[int, list[Feedback]] = defaultdict(list)
    for row in rows.order_by("-block", "pk"):
        found[row.block].append(row)  # type: ignore[index]  # filtered: it has one
    return [_block(number, rows) for number, rows in found.items()]


def _block(number: int, rows: list[Feedback]) -> Block:
    counts: dict[FeedbackQuestion, list[int]] = {}
    for row in rows:
        for answer in row.answers.all():
            tally = counts.setdefault(answer.question, [0] * (SCALE[1] - SCALE[0] + 1))
            tally[answer.value - SCALE[0]] += 1
    in_order = sorted(counts.items(), key=lambda each: (each[0].position, each[0].pk))
    tallies = [Tally(question, tuple(numbers)) for question, numbers in in_order]
    return Block(number, tallies, sorted(row.sentence for row in rows if row.sentence))


def agreements_of(session: Session) -> list[Agreement]:
    """What was agreed on in `session`, in the order in which it was written down."""
    return list(session.agreements.select_related("person", "session__coach").order_by("pk"))
