"""Guidelines of the topics, with links and files; some are due for review. And which of them coaches use."""

import random
from datetime import timedelta

from coaches.models import Coach
from coaching.demo_data.guideline_words import PAPERS, Paper
from coaching.demo_data.papers import docx, pdf
from coaching.demo_data.people import in_columns
from coaching.demo_data.scene import Scene
from kit.documents import Document, read_document
from organisation.models import User
from topics.library import due_after
from topics.models import Guideline, GuidelineFile, Topic

MAKERS = {"pdf": pdf, "docx": docx}


def make_guidelines(scene: Scene) -> None:
    """Those of the default topics, each with an owner; the first coach and the admin have some to review."""
    rng, rows, files = scene.chance("guidelines"), [], []
    topics = [topic for topic in scene.topics if not topic.is_open]
    for topic, papers in zip(topics, PAPERS, strict=False):
        for paper in papers:
            document = _document(paper)
            rows.append(_guideline(scene, rng, topic, paper, document))
            files.append(document)
    Guideline.objects.bulk_create(rows)
    GuidelineFile.objects.bulk_create(
        GuidelineFile(guideline=row, institution=scene.institution, content=document.content)
        for row, document in zip(rows, files, strict=True)
        if document
    )
    _let_coaches_use_them(scene, rng, rows)


def _document(paper: Paper) -> Document | None:
    if not paper.file:
        return None
    title, text = paper.title[0], paper.text[0]
    return read_document(MAKERS[paper.file](title, text.split(". ")), f"{title}.{paper.file}")


def _guideline(scene: Scene, rng: random.Random, topic: Topic, paper: Paper, document: Document | None) -> Guideline:
    months = rng.choice((6, 12, 12, 24))
    reviewed_on = scene.calendar.today - timedelta(days=rng.randrange(10, 420))
    return Guideline(
        institution=scene.institution,
        topic=topic,
        kind=paper.kind,
        **in_columns("title", paper.title),
        **in_columns("text", paper.text),
        link=paper.link,
        file_name=document.name if document else "",
        file_type=document.content_type if document else "",
        file_bytes=len(document.content) if document else 0,
        owner=_owner(scene, topic, paper),
        reviewed_on=reviewed_on,
        review_months=months,
        due_on=due_after(reviewed_on, months),
        reminded_of=scene.calendar.today,
    )


def _owner(scene: Scene, topic: Topic, paper: Paper) -> User:
    """Material and instructions belong to a coach of the topic, the rest to whoever keeps the library."""
    coaches = [coach for coach in scene.coaches if topic in scene.topics_of[coach.pk]]
    return coaches[0].user if coaches and paper.kind in ("material", "instruction") else _keeper(scene)


def _keeper(scene: Scene) -> User:
    accounts = {account.login for account in scene.house.accounts}
    return scene.login("admin" if "admin" in accounts else "coordinator")


def _let_coaches_use_them(scene: Scene, rng: random.Random, rows: list[Guideline]) -> None:
    uses = []
    for coach in scene.coaches:
        topics = {topic.pk for topic in scene.topics_of[coach.pk]}
        used = [row for row in rows if row.topic_id in topics and rng.random() < 0.5]
        uses += [Coach.guidelines.through(coach=coach, guideline=row) for row in used]
    Coach.guidelines.through.objects.bulk_create(uses, batch_size=5_000)
