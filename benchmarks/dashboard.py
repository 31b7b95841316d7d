"""How quick figures are with many sessions stored: the dashboard of a year, publishing, exports and the report."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter

from django.db import transaction

from benchmarks.kept import kept_demo
from insights.models import PublishedCell, PublishedMeasure
from insights.periods import PeriodKind, batches_of
from insights.publishing import publish_due
from insights.selectors import periods_of
from organisation.models import Institution, User
from organisation.people import institution_of
from tests.web import Client, web_server

SESSIONS, FEWER = 1_000_000, 100_000
READS, FILES = 40, 3


def run(sessions: int = SESSIONS) -> Iterator[dict]:
    """Yields the dashboard of an academic year with `sessions` and with FEWER, and what is made of its figures."""
    with kept_demo("large", sessions=sessions):
        reader, path = _reader()
        with web_server() as port:
            client = Client(port, reader)
            yield _figure("dashboard_year_ms_p50", _p50(client, f"/insights/{path}") * 1000, "ms")
            export = f"/insights/export/{path}&table=topic&as=xlsx"
            yield _figure("export_xlsx_s", _p50(client, export, FILES), "s")
            year = path.partition("year-")[2][:4]
            yield _figure("report_pdf_s", _p50(client, f"/quality/report.pdf?year={year}", FILES), "s")
        yield _figure("rollup_day_s", _publish_again(institution_of(reader)), "s")
    with kept_demo("large", sessions=FEWER):
        reader, path = _reader()
        with web_server() as port:
            seconds = _p50(Client(port, reader), f"/insights/{path}")
        yield _figure("dashboard_year_100k_ms_p50", seconds * 1000, "ms")


def _reader() -> tuple[User, str]:
    """A manager of the whole institution, and the query of its latest closed academic year."""
    reader = User.objects.get(email="manager@demo.example")
    periods = periods_of(institution_of(reader))
    year = next(period for period in periods if period.kind == PeriodKind.YEAR)
    return reader, f"?period={year.code}"


def _p50(client: Client, path: str, reads: int = READS) -> float:
    """Seconds; the first answer, which warms the process, does not count."""
    answers = [client.get(path) for _ in range(reads + 1)][1:]
    assert {answer.status for answer in answers} == {200}, answers
    return median(answer.seconds for answer in answers)


def _publish_again(institution: Institution) -> float:
    """What the clock's task takes at most in a day: the last half-year, its last months and the academic year anew."""
    latest = next(period for period in periods_of(institution) if period.kind == PeriodKind.YEAR)
    with transaction.atomic():
        for period in list(batches_of(latest))[-1]:
            about = {"institution": institution, "kind": period.kind, "starts_on": period.starts_on}
            PublishedCell.objects.filter(**about).delete()
            PublishedMeasure.objects.filter(**about).delete()
        begin = perf_counter()
        assert publish_due() == len(list(batches_of(latest))[-1])
        seconds = perf_counter() - begin
        transaction.set_rollback(True)
    return seconds


def _figure(name: str, value: float, unit: str) -> dict:
    return {"name": name, "value": round(value, 2), "unit": unit}
