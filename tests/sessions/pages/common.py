"""What the tests of the pages share."""

from datetime import UTC, datetime, timedelta

from django.urls import reverse

from sessions.free_times import time_token

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)  # a Wednesday, noon in Helsinki
TEN = datetime(2026, 12, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
CODE = "131052-308T"


def wish(scene, starts_at=TEN, **other) -> dict:
    token = time_token(other.pop("coach", scene.coach).pk, starts_at)
    return {"time": token, "topic": scene.topic.pk, "minutes": 60, **other}


def at(name, session) -> str:
    return reverse(f"sessions:{name}", args=[session.pk])


def words(answer) -> str:
    return answer.content.decode()
