"""What the tests of this room share."""

from datetime import UTC, datetime, timedelta

from django.urls import reverse

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def notes_of(session) -> str:
    return reverse("followup:notes", args=[session.pk])


def page_of(session) -> str:
    return reverse("sessions:detail", args=[session.pk])


def words(answer) -> str:
    return answer.content.decode()


def typed(save: str, text: str, revision: int = 0, **other) -> dict:
    return {"save": save, f"{save}-text": text, f"{save}-revision": str(revision), **other}
