"""Figures of closed periods: as counted plainly, published once, never changed, read by scope and without a name."""

import io
import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from coaches.models import WorkLog
from followup.models import Feedback, FeedbackAnswer, FeedbackQuestion, SessionTheme
from insights.counting import measures_of
from insights.models import PublishedCell, Summary
from insights.periods import Period, batches_of, from_code, half_of, year_of
from insights.publishing import publish_in
from insights.selectors import HIDDEN, Tables, measures, periods_of, total
from insights.suppression import Minimum
from kit.zones import midnight
from organisation.models import Role
from quality.services.actions import propose, propose_action
from sessions.models import Session
from tests.factories import (
    make_coach,
    make_institution,
    make_role,
    make_sector,
    make_session,
    make_site,
    make_topic,
    make_user,
)
from topics.models import Theme

pytestmark = pytest.mark.django_db
AUTUMN = from_code("half-2025-08")
YEAR = from_code("year-2025-08")
CLOSED = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def house():
    """A year of logged help at two sites, most of it at the first; two changes of the clock lie in it."""
    house = make_institution()
    sites, sectors = [make_site(house), make_site(house)], [make_sector(house), make_sector(house)]
    topics = [make_topic(house), make_topic(house)]
    coaches = [make_coach(house, *topics) for _ in range(4)]
    people = [make_user(house, last_name="Salanimi") for _ in range(30)]
    rng = random.Random(7)
    rows, named = [], []
    begins = midnight(YEAR.starts_on, house.tz)
    for _ in range(600):
        near = rng.random() < 0.9
        rows.append(
            WorkLog(
                institution=house,
                user=rng.choice(coaches).user,
                kind=rng.choice(("help", "session")),
                topic=rng.choice(topics),
                channel=rng.choice(("phone", "online")),
                starts_at=begins + timedelta(minutes=rng.randrange(340 * 24 * 60)),
                minutes=rng.choice((15, 30, 45)),
                line="Salainen rivi",
                site=sites[0] if near else sites[1],
                sector=rng.choice([*sectors, None]),
            )
        )
        named.append(rng.sample(people if near else people[:3], 1))
    WorkLog.objects.bulk_create(rows)
    for row, who in zip(rows, named, strict=True):
        row.persons.set(who)
    house.sites_made = sites
    return house


def recount(house, begins: datetime, ends: datetime, **about) -> tuple[int, int, int, int]:
    """Helps, minutes, people and coaches, the slow and plain way."""
    seen = defaultdict(set)
    helps = minutes = 0
    rows = WorkLog.objects.filter(institution=house, kind__in=("help", "session"), **about)
    for row in rows.prefetch_related("persons"):
        if begins <= row.starts_at < ends:
            minutes += row.minutes
            helps += row.corrects_id is None
            seen["coaches"].add(row.user_id)
            if row.corrects_id is None:
                seen["people"] |= {person.pk for person in row.persons.all()}
    return helps, minutes, len(seen["people"]), len(seen["coaches"])


def test_what_is_published_is_what_a_plain_recount_finds(house):
    publish_in(house, CLOSED)
    for row in PublishedCell.objects.filter(dimension__in=("total", "site", "topic", "channel")):
        about = {} if row.dimension == "total" else {row.dimension: row.value or None}
        if row.dimension == "channel":
            about = {"channel": row.value}
        found = row.helps, row.minutes, row.persons, row.coaches
        begins, ends = Period(row.starts_on, row.kind).instants(house.tz)
        assert found == recount(house, begins, ends, **about), row
    assert len(periods_of(house)) == 12 + 2 + 1


def test_a_period_is_published_when_it_is_closed_and_never_changes(house):
    freezes = AUTUMN.freezes_at(house.tz)
    publish_in(house, freezes - timedelta(minutes=1))
    assert AUTUMN not in periods_of(house)
    found = [(period.kind, period.starts_on.month) for period in periods_of(house)]
    assert found == [("month", 10), ("month", 9), ("sofar", 8), ("month", 8)], "the last two wait for the half"
    publish_in(house, freezes)
    before = total(house, AUTUMN)
    row = WorkLog.objects.filter(starts_at__lt=freezes).first()
    WorkLog.objects.create(
        institution=house, user=row.user, kind="help", topic=row.topic, starts_at=row.starts_at, minutes=600
    )
    publish_in(house, CLOSED)
    assert total(house, AUTUMN) == before
    with pytest.raises(CommandError, match="counted"):
        call_command("publish_figures", check=True)


def test_a_second_run_publishes_nothing(house):
    assert publish_in(house, CLOSED) == 15 + 7
    assert publish_in(house, CLOSED) == 0
    call_command("publish_figures", check=True)


def test_few_people_are_not_shown_nor_told_by_the_rest(house):
    publish_in(house, CLOSED)
    near, far = house.sites_made
    tables = Tables(house, [AUTUMN])
    assert tables.row(AUTUMN, "site", str(far.pk)) == HIDDEN
    rows = {row.value: row.figures for row in tables.table(AUTUMN, "site")}
    shown = [value for value, figures in rows.items() if figures.helps is not None]
    assert total(house, AUTUMN).helps is None or len(shown) < len(rows) - 1
    assert str(near.pk) in rows


def test_months_without_help_look_like_months_with_little(house):
    publish_in(house, CLOSED)
    spring = from_code("half-2026-01")
    months = dict(Tables(house, spring.months).months(spring))
    assert months[from_code("month-2026-07")] == HIDDEN


def test_half_years_and_their_batches():
    autumn, spring = half_of(AUTUMN.starts_on), from_code("half-2026-01")
    assert (len(autumn.months), len(spring.months), spring.before, spring.a_year_before.code) == (
        *(5, 7, autumn),
        "half-2025-01",
    )
    assert year_of(spring.starts_on) == YEAR
    periods = [period for batch in batches_of(YEAR) for period in batch]
    assert (len(periods), periods[-1]) == (15 + 7, YEAR)
    so_far = from_code("sofar-2026-03")
    assert (so_far.begins_on, so_far.ends_on, so_far.a_year_before.code) == (
        *(date(2026, 1, 1), date(2026, 4, 1)),
        "sofar-2025-03",
    )
    assert [from_code(code) for code in ("half-2025-09", "year-2026-01", "x", "month-2025-13", "month")] == [None] * 5


def test_the_running_half_year_is_told_as_far_as_its_closed_months(house, client):
    """To readers of the whole institution alone, without breakdowns, and beside the same time a year ago."""
    so_far = from_code("sofar-2025-08")
    publish_in(house, from_code("sofar-2025-09").freezes_at(house.tz))
    assert so_far in periods_of(house), "few new people came in September"
    manager = make_user(house, language="en")
    role = make_role(manager, Role.Kind.MANAGER)
    client.force_login(manager)
    page = client.get(f"/insights/?period={so_far.code}&row=total:&versus=before")
    assert "Figures of autumn 2025 until 31 August" in page.content.decode().replace("\xa0", " ")
    assert (page.context["tables"], page.context["chosen"].other.code) == ([], "sofar-2024-08")
    begins, ends = so_far.instants(house.tz)
    told = total(house, so_far)
    assert (told.helps, told.persons) == (recount(house, begins, ends)[0], None)
    assert "Told when the half-year is closed" in page.content.decode()
    row = PublishedCell.objects.of(house, so_far).get()
    assert (row.helps, row.minutes, row.persons, row.coaches) == recount(house, begins, ends)
    role.site = house.sites_made[0]
    role.save()
    assert "published for half-years" in client.get(f"/insights/?period={so_far.code}").content.decode()


def test_a_link_to_a_half_year_so_far_leads_to_what_it_has_become(house, client):
    manager = make_user(house)
    make_role(manager, Role.Kind.MANAGER)
    client.force_login(manager)
    link = "/insights/?period=sofar-2025-10&row=total:"
    publish_in(house, from_code("sofar-2025-09").freezes_at(house.tz))
    assert client.get(link).context["chosen"].period == from_code("sofar-2025-08")
    publish_in(house, CLOSED)
    assert client.get(link).context["chosen"].period == AUTUMN
    assert client.get("/insights/?period=sofar-2031-10&row=total:").status_code == 400


def test_the_running_half_year_waits_for_enough_new_people():
    house = make_institution()
    people = [make_user(house) for _ in range(14)]
    coaches = [make_coach(house).user for _ in range(3)]
    for month, who in ((8, people[:6]), (9, people[:9]), (10, people)):
        for number, person in enumerate(who):
            at = datetime(2025, month, 2 + number, 9, tzinfo=UTC)
            common = {"institution": house, "kind": "help", "starts_at": at, "minutes": 30}
            WorkLog.objects.create(user=coaches[number % 3], **common).persons.set([person])
    publish_in(house, AUTUMN.freezes_at(house.tz) - timedelta(minutes=1))
    shown = PublishedCell.objects.filter(institution=house, kind="sofar").order_by("starts_on")
    assert [(row.persons, row.shows_helps) for row in shown] == [(6, True), (9, False), (14, True)]


def test_a_scope_chooses_rows_and_opens_no_other(house, client):
    publish_in(house, CLOSED)
    near, far = house.sites_made
    manager = make_user(house)
    make_role(manager, Role.Kind.MANAGER, site=far)
    client.force_login(manager)
    page = client.get("/insights/")
    assert page.status_code == 200
    assert [table["dimension"] for table in page.context["tables"]] == ["site"]
    assert [row.value for row, _width in page.context["tables"][0]["rows"]] == [str(far.pk)]
    assert client.get(f"/insights/?row=site:{near.pk}").status_code == 400
    assert client.get("/insights/?row=total:").status_code == 400
    assert client.get(f"/insights/export/?row=site:{near.pk}").status_code == 404
    rows = load_workbook(io.BytesIO(b"".join(client.get("/insights/export/?table=topic").streaming_content))).active
    assert rows.max_row == 1


def test_no_answer_to_a_manager_names_anybody(house, client):
    publish_in(house, CLOSED)
    manager = make_user(house, language="en")
    make_role(manager, Role.Kind.MANAGER)
    client.force_login(manager)
    pages = [client.get(f"/insights/?period={period.code}").content.decode() for period in periods_of(house)]
    files = [
        b"".join(client.get(f"/insights/export/?table={table}&as=csv").streaming_content).decode()
        for table in ("total", "site", "sector", "topic", "channel", "booked")
    ]
    for text in (*pages, *files):
        assert "Salanimi" not in text
        assert "Salainen rivi" not in text
    assert any("not shown" in text for text in files)


def test_a_page_of_a_year_takes_few_queries(house, client, django_assert_max_num_queries):
    publish_in(house, CLOSED)
    manager = make_user(house)
    make_role(manager, Role.Kind.MANAGER)
    client.force_login(manager)
    client.get("/insights/")
    with django_assert_max_num_queries(12):
        client.get(f"/insights/?period={YEAR.code}")


def test_a_share_does_not_count_the_rest(house):
    """38 new teachers of whom 34 were met would say that four were not."""
    for number in range(6):
        make_user(house, started_on=AUTUMN.starts_on + timedelta(days=number))
    publish_in(house, CLOSED)
    found = measures(house, AUTUMN)[AUTUMN]
    assert (found["new"], found["new_met"]) == (None, None)


def test_only_what_began_before_now_is_looked_at():
    house = make_institution()
    with time_machine.travel(CLOSED, tick=False):
        assert publish_in(house, CLOSED) == 0


def test_a_theme_counts_the_sessions_in_which_it_came_up(house):
    """By those who were helped in them; it never adds up to the total."""
    theme = Theme.objects.create(institution=house, topic=house.topics.first(), name_fi="Poissaolot")
    rows = list(WorkLog.objects.filter(institution=house, kind="session", corrects=None).order_by("pk"))[:12]
    for row in rows:
        coach = (
            make_coach(house, house.topics.first(), user=row.user) if not hasattr(row.user, "coach") else row.user.coach
        )
        session = make_session(coach, make_user(house), row.starts_at, minutes=5)
        Session.objects.filter(pk=session.pk).update(work_log=row)
        SessionTheme.objects.create(institution=house, session=session, theme=theme)
    publish_in(house, CLOSED)
    for period in (AUTUMN, YEAR):
        cell = PublishedCell.objects.of(house, period).get(dimension="theme", value=str(theme.pk))
        begins, ends = period.instants(house.tz)
        inside = [row for row in rows if begins <= row.starts_at < ends]
        people = {pk for row in inside for pk in row.persons.values_list("pk", flat=True)}
        assert (cell.helps, cell.persons) == (len(inside), len(people))


def test_feedback_is_a_mean_of_enough_people_and_coaches(house):
    question = FeedbackQuestion.objects.create(institution=house, name_fi="Auttoiko?")
    coaches = [make_coach(house, house.topics.first()) for _ in range(3)]
    for number in range(5):
        day = datetime(2025, 9, 1 + number, 9, tzinfo=UTC)
        session = make_session(coaches[number % 3], make_user(house), day)
        common = {"institution": house, "session": session, "coach": session.coach, "given_at": day}
        row = Feedback.objects.create(**common, person=make_user(house))
        FeedbackAnswer.objects.create(feedback=row, question=question, value=3 + number % 2)
    least = Minimum(5, 3)
    assert measures_of(house, AUTUMN, least)["feedback"] == Decimal("3.4")
    assert measures_of(house, AUTUMN, Minimum(6, 3))["feedback"] is None
    assert measures_of(house, AUTUMN, Minimum(5, 4))["feedback"] is None


def test_the_home_base_tells_the_latest_half_year(house, client):
    publish_in(house, CLOSED)
    teacher = make_user(house, language="en")
    client.force_login(teacher)
    figures = total(house, from_code("half-2026-01"))
    words = client.get("/").content.decode()
    assert ("In figures" in words) == (figures.helps is not None)
    Summary.objects.filter(institution=house).update(helps=41, persons=17)
    assert "help was given 41 times, to 17 people" in client.get("/").content.decode()
    Summary.objects.filter(institution=house).update(helps=None)
    assert "In figures" not in client.get("/").content.decode()


def test_a_manager_sees_what_waits_for_a_decision(house, client):
    manager = make_user(house, language="en")
    make_role(manager, Role.Kind.MANAGER)
    seen = propose(by=make_user(house), text="Poissaolot")
    propose_action(by=manager, observation=seen, what="Tehdään ohje", due=CLOSED.date())
    publish_in(house, CLOSED)
    client.force_login(manager)
    assert "Tehdään ohje" in client.get("/insights/").content.decode()
    other = make_user(house)
    make_role(other, Role.Kind.COORDINATOR)
    client.force_login(other)
    assert "Tehdään ohje" not in client.get("/insights/").content.decode()
