"""A word of its own in every text that people write: wherever it turns up, it tells who can read that text.

The table is the tests' copy of the rule (who reads what; whether it goes into mails, is encrypted, has a history).
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from coaches.models import Coach, Mandate, Objection, WorkLog
from coordination.models import AccessibilityFeedback, Change, HelpRequest, Letter
from coordination.services import ask_for_help
from followup.models import Agreement, Feedback, Note
from kit.encrypted import EncryptedTextField
from quality.models import Goal, ImprovementAction, Meeting, Observation, Reflection, TeamAim, YearTask
from sessions.models import Session
from sessions.services import cancel_session
from tests.coaching.permissions.answers import COACHES, HOUSE, IN_SCOPE
from tests.coaching.scene import Scene, ended, workday
from topics.models import Guideline

PARTICIPANTS = ("teacher", "coach")
TEAM = ("coach", "lead_coach")
NOBODY: tuple[str, ...] = ()
OFFICE = (*IN_SCOPE, "programme_admin")
ASKED = ("teacher", *IN_SCOPE, *COACHES)
AT_SITE = tuple(name for name in HOUSE if name != "other_teacher")
LEADING = tuple(name for name in HOUSE if "teacher" not in name)
WORD = re.compile(r"kanaria[a-z]{2}z")


def nothing(scene: Scene) -> list:
    """The arguments of an address that has none."""
    return []


Place = tuple[tuple[str, ...], str, Callable[[Scene], list]]


@dataclass(frozen=True)
class Canary:
    """A text: the field of a model, the row of it in the scene, and who may read it at which address.

    `also` are readers who find it at another address, `others` those who may read it and need not find it there.
    """

    model: type[models.Model]
    field: str
    row: Callable[[Scene], Any]
    readers: tuple[str, ...]
    page: str = ""
    args: Callable[[Scene], list] = nothing
    in_mails: bool = False
    in_history: bool = False
    also: tuple[Place, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def is_encrypted(self) -> bool:
        return isinstance(self.model._meta.get_field(self.field), EncryptedTextField)

    def __str__(self) -> str:
        return f"{self.model.__name__}.{self.field}-{self.page or 'nowhere'}-{'.'.join(self.readers[:2])}"


def of(*names: str) -> Callable[[Scene], list]:
    """The pk of a thing of the scene; `of("house", "coach")` follows the names."""

    def found(scene: Scene) -> list:
        thing: Any = scene
        for name in names:
            thing = getattr(thing, name)
        return [thing.pk]

    return found


def _pk(*names: str) -> Callable[[Scene], Any]:
    return lambda scene: of(*names)(scene)[0]


def _teachers_coach(scene: Scene) -> list:
    return [scene.house.coach.user_id]


DESK: Place = IN_SCOPE, "coordination:assign", of("request")
LOG: Place = ("coach",), "coaches:log", nothing
LOG_ROW: Place = ("coach",), "coaches:log_edit", of("log_row")
OWN_PLACE: Place = ("coach",), "coaches:place", nothing
MANAGERS: Place = ("manager",), "coordination:mandates", nothing
CANARIES = [
    Canary(Session, "about", _pk("session"), PARTICIPANTS, "sessions:detail", of("session")),
    Canary(
        Session, "cancel_reason", _pk("cancelled"), (*PARTICIPANTS, *IN_SCOPE), "sessions:detail", of("cancelled"), True
    ),
    *(
        Canary(HelpRequest, field, _pk("request"), ASKED, "coordination:requests", also=(DESK,))
        for field in ("about", "group")
    ),
    Canary(Note, "text", _pk("own_note"), ("coach",), "followup:notes", of("past")),
    Canary(Note, "text", _pk("shared_note"), PARTICIPANTS, "followup:notes", of("past")),
    Canary(WorkLog, "line", _pk("log_row"), PARTICIPANTS, "coaches:log_about_me", also=(LOG_ROW,)),
    Canary(Objection, "text", _pk("objection"), PARTICIPANTS, "coaches:log_about_me", also=(LOG,)),
    Canary(Agreement, "what", _pk("agreement"), PARTICIPANTS, "sessions:detail", of("held"), True),
    Canary(Feedback, "sentence", _pk("told"), ("coach",), "followup:my_feedback"),
    Canary(Feedback, "sentence", _pk("waiting_feedback"), NOBODY),
    Canary(Meeting, "notes", _pk("meeting_past"), TEAM, "team:meeting", of("meeting_past"), True, True),
    Canary(Meeting, "decisions", _pk("meeting_past"), TEAM, "team:meeting", of("meeting_past"), True, True),
    Canary(Meeting, "agenda", _pk("meeting"), TEAM, "team:meeting", of("meeting"), False, True),
    Canary(Meeting, "place", _pk("meeting"), TEAM, "team:meeting", of("meeting"), False, True),
    Canary(Reflection, "text", _pk("reflection"), TEAM, "team:reflections", of("team")),
    Canary(TeamAim, "text", _pk("aim"), (*TEAM, *OFFICE, "manager"), "team:team", of("team"), False, True),
    Canary(Letter, "text", _pk("letter"), IN_SCOPE, "coordination:letters", nothing, True),
    Canary(Letter, "subject", _pk("letter"), IN_SCOPE, "coordination:letters", nothing, True),
    Canary(Change, "text_fi", _pk("change"), AT_SITE, "home", nothing, True, True, others=HOUSE),
    Canary(Session, "text_fi", _pk("clinic"), HOUSE, "sessions:detail", of("clinic"), True, True),
    Canary(Session, "title_fi", _pk("clinic"), HOUSE, "sessions:detail", of("clinic"), True, True),
    Canary(Observation, "text", _pk("observation"), HOUSE, "quality:observation", of("observation"), True, True),
    Canary(ImprovementAction, "what", _pk("action"), HOUSE, "quality:action", of("action"), True, True),
    Canary(ImprovementAction, "outcome", _pk("action"), HOUSE, "quality:action", of("action"), True, True),
    Canary(ImprovementAction, "reason", _pk("action"), HOUSE, "quality:action", of("action"), True, True),
    Canary(ImprovementAction, "evidence", _pk("action"), HOUSE, "quality:action", of("action"), True, True),
    Canary(Guideline, "title_fi", _pk("guideline"), HOUSE, "coaches:topic", of("topic"), True, True),
    Canary(Guideline, "text_fi", _pk("guideline"), HOUSE, "coaches:topic", of("topic"), False, True),
    Canary(Coach, "headline", _pk("house", "coach"), HOUSE, "sessions:coach", of("house", "coach"), True, True),
    Canary(Coach, "about", _pk("house", "coach"), HOUSE, "sessions:coach", of("house", "coach"), False, True),
    Canary(Coach, "working_groups", _pk("house", "coach"), TEAM, "sessions:coach", of("house", "coach"), False, True),
    Canary(
        Mandate,
        "description",
        _pk("mandate"),
        (*TEAM, *OFFICE, "manager"),
        "coordination:person_hours",
        _teachers_coach,
        in_history=True,
        also=(OWN_PLACE, MANAGERS),
    ),
    Canary(
        AccessibilityFeedback,
        "text",
        _pk("feedback"),
        ("programme_admin",),
        "coordination:accessibility_feedback",
        in_mails=True,
    ),
    Canary(Goal, "text", _pk("goal"), LEADING, "quality:goals", in_history=True),
    Canary(YearTask, "words", _pk("task"), LEADING, "quality:year", in_mails=True, in_history=True),
    Canary(YearTask, "evidence", _pk("task"), LEADING, "quality:year", in_history=True),
]


def word_of(number: int) -> str:
    return f"kanaria{chr(97 + number // 26)}{chr(97 + number % 26)}z"


BY_WORD = {word_of(number): canary for number, canary in enumerate(CANARIES)}


def plant(scene: Scene) -> None:
    """Make what the scene lacks, and write each word straight into its column."""
    house, now = scene.house, timezone.now()
    people = house.people
    common = {"institution": house.institution}
    scene.cancelled = house.book(workday(40))
    cancel_session(session=scene.cancelled, by=people["coach"], reason="x")
    scene.own_note = Note.objects.create(**common, session=scene.past, owner=people["coach"], text="x")
    scene.shared_note = Note.objects.create(**common, session=scene.past, text="x", saved_by=people["teacher"])
    about = {"work_log": scene.log_row, "person": people["teacher"]}
    scene.objection, _ = Objection.objects.get_or_create(**about, defaults={**common, "text": "x", "written_at": now})
    scene.told, scene.waiting_feedback = _feedback(scene)
    scene.letter = Letter.objects.create(
        **common, author=people["coordinator"], audience="person", person=people["teacher"], site=house.site
    )
    # The one of the scene was answered by the bookings above.
    scene.request = ask_for_help(person=people["teacher"], topic=scene.topic, about="x")
    for word, canary in BY_WORD.items():
        canary.model._default_manager.filter(pk=canary.row(scene)).update(**{canary.field: _fitting(word, canary)})
    for thing in vars(scene).values():
        if isinstance(thing, models.Model):
            thing.refresh_from_db()


def _fitting(word: str, canary: Canary) -> str:
    return f"https://koti.example/{word}" if canary.field == "evidence" else word


def _feedback(scene: Scene) -> tuple[Feedback, Feedback]:
    """One that stands in a block already, and one that waits for four others."""
    rows = []
    for number, block in enumerate((1, None)):
        session = ended(scene.house.book(workday(32 + 2 * number)), days_ago=6 + number)
        common = {"institution": scene.house.institution, "session": session, "coach": session.coach}
        person = scene.house.people["teacher"]
        rows.append(
            Feedback.objects.create(**common, person=person, sentence="x", block=block, given_at=timezone.now())
        )
    return rows[0], rows[1]


def words_in(answer: HttpResponse) -> set[str]:
    """The canaries in an answer: its body, its headers, and what is packed in it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    packed = zipfile.is_zipfile(io.BytesIO(body)) if body[:2] == b"PK" else False
    texts = list(_unpacked(body)) if packed else [body.decode(errors="ignore")]
    texts += [str(value) for value in answer.headers.values()]
    return {word for text in texts for word in WORD.findall(text)}


def _unpacked(body: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            yield archive.read(name).decode(errors="ignore")


def too_much(actor: str, words: set[str]) -> list[str]:
    """Of `words`, those that are not for `actor`."""
    return sorted(str(BY_WORD[word]) for word in words if actor not in (*BY_WORD[word].readers, *BY_WORD[word].others))


def address(canary: Canary, scene: Scene, reader: str) -> str:
    """Where `reader` finds the text."""
    for names, page, args in canary.also:
        if reader in names:
            return reverse(page, args=args(scene))
    return reverse(canary.page, args=canary.args(scene))


def texts_of_models() -> set[tuple[str, str]]:
    """Model and field of every text of ours that people write in their own words."""
    rooms = ("coaches", "coaching_sessions", "followup", "coordination", "quality", "topics", "notifications")
    return {
        (model.__name__, field.name)
        for room in rooms
        for model in apps.get_app_config(room).get_models()
        if not model.__name__.endswith("Event")
        for field in model._meta.local_fields
        if isinstance(field, (models.TextField, models.CharField)) and not field.choices
    }
