"""How quick a team's page is, with its map of topics and sites."""

from collections.abc import Iterator
from statistics import median

from benchmarks.place import own_database
from organisation.models import User
from quality.models.team import own_teams
from tests.web import Client, web_server

READS = 40


def run() -> Iterator[dict]:
    """Yields the median of the page with the map, at medium size."""
    with own_database("medium"):
        reader = User.objects.get(email="coach@demo.example")
        team = own_teams(reader).first()
        assert team is not None
        with web_server() as port:
            client = Client(port, reader)
            answers = [client.get(f"/team/{team.pk}/") for _ in range(READS + 5)][5:]
        assert {answer.status for answer in answers} == {200}
    yield {"name": "team_matrix_ms", "value": round(median(a.seconds for a in answers) * 1000, 1), "unit": "ms"}
