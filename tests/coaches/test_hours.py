"""Accounts, forecasts, warnings, confirming, and the pages and files of them."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from coaches.hours.accounts import account_of, rows_of
from coaches.hours.burnup import drawings, finding, table
from coaches.hours.forecast import forecast_words
from coaches.hours.services import confirm_mandate, fingerprint, save_mandate
from coaches.hours.warnings import warn_of_hours
from coaches.hours.years import Year, workdays
from coaches.log.services import Work, log_work
from coaches.models import HoursWarning, Mandate, WorkLog
from notifications.models import Message
from notifications.registry import kind_of
from organisation.models import ClosedDay, Role, User
from tests.factories import make_coach, make_institution, make_role, make_sector, make_site, make_topic, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
YEAR = Year(2026)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def scene():
    house = make_institution()
    site, sector = make_site(house), make_sector(house)
    user = make_user(house, language="en", home_site=site, home_sector=sector, first_name="Liisa", last_name="Lahti")
    coach = make_coach(house, make_topic(house), user=user)
    manager = make_user(house, language="en")
    make_role(manager, Role.Kind.MANAGER)
    coordinator = make_user(house, language="en")
    make_role(coordinator, Role.Kind.COORDINATOR)
    return SimpleNamespace(house=house, site=site, user=user, coach=coach, manager=manager, coordinator=coordinator)


def give(user: User, hours: float = 100, **more) -> Mandate:
    days = {"starts_on": YEAR.first_day, "ends_on": YEAR.last_day}
    usual = {"institution": user.institution, "user": user, "academic_year": 2026, **days}
    return save_mandate(Mandate(**{**usual, "quarter_hours": int(hours * 4), **more}))


def use(user: User, hours: float, at: datetime = NOW, kind: str = "help") -> WorkLog:
    return WorkLog.objects.create(
        institution=user.institution, user=user, kind=kind, starts_at=at, minutes=int(hours * 60)
    )


def test_holidays_and_closed_days_are_no_days_of_work(scene):
    every = len(workdays(scene.house, YEAR).days)
    ClosedDay.objects.create(institution=scene.house, day=date(2026, 11, 24))
    ClosedDay.objects.create(institution=scene.house, day=date(2026, 11, 28))  # a Saturday
    ClosedDay.objects.create(institution=scene.house, site=scene.site, day=date(2026, 11, 26))
    scene.house.closes_on_holidays = True
    assert every == 260
    found = workdays(scene.house, YEAR)
    assert date(2026, 11, 24) not in found.days
    assert date(2026, 11, 26) in found.days
    assert date(2026, 12, 25) not in found.days


def test_the_forecast_goes_on_as_in_the_last_eight_weeks(scene):
    give(scene.user, 100)
    use(scene.user, 16, NOW - timedelta(days=10))
    use(scene.user, 5, NOW - timedelta(days=100))  # longer ago: used, but no pace
    use(scene.user, 20, datetime(2026, 8, 1, tzinfo=UTC), kind="opening")
    account = account_of(scene.user, YEAR)

    assert (account.pace.days, account.pace.minutes_a_week) == (40, 120)
    weeks = account.pace.days_left / 5
    assert account.forecast == account.balance.used + round(weeks * 120) == 41 * 60 + round(weeks * 120)
    why = forecast_words(account.pace, used=account.balance.used, given=account.balance.given, is_over=False)
    assert len(why) == 3


def test_a_year_that_has_just_begun_is_not_foretold(scene, clock):
    clock.move_to(datetime(2026, 8, 10, tzinfo=UTC), tick=False)
    give(scene.user)
    use(scene.user, 3, datetime(2026, 8, 5, tzinfo=UTC))
    assert account_of(scene.user, YEAR).forecast is None


@pytest.mark.parametrize("autumn", [2020, 2025, 2026, 2027, 2199])
def test_any_year_can_be_drawn(scene, autumn):
    account = account_of(scene.user, Year(autumn))
    assert [drawing.width for drawing in drawings(account)] == [700, 346]
    assert len(table(account)) == 12
    assert finding(account)


def test_the_finding_says_how_used_and_planned_compare(scene):
    give(scene.user, 100)
    use(scene.user, 60)
    assert "60" not in finding(account_of(scene.user, YEAR))  # by how much, not how many
    use(scene.user, 50)
    assert "10 h" in finding(account_of(scene.user, YEAR)).replace("\N{NO-BREAK SPACE}", " ")


# Warnings.


def told() -> list[tuple[str, int]]:
    warnings = {w.pk: w.percent for w in HoursWarning.objects.all()}
    rows = Message.objects.filter(kind="hours_warning").order_by("pk")
    return [(row.recipient.first_name, warnings[row.thing_id]) for row in rows]


def test_each_limit_is_told_once(scene):
    give(scene.user, 10)
    use(scene.user, 7.9)
    assert warn_of_hours() == 0
    log_work(user=scene.user, work=Work("material", 10, NOW))
    assert told() == [("Liisa", 80)]
    assert warn_of_hours() == 0
    use(scene.user, 3)
    assert [warn_of_hours(), warn_of_hours()] == [1, 0]
    assert told() == [("Liisa", 80), ("Liisa", 100)]


def test_whoever_passes_both_limits_at_once_gets_one_mail(scene):
    give(scene.user, 1)
    log_work(user=scene.user, work=Work("material", 90, NOW))
    warn_of_hours()
    assert told() == [("Liisa", 100)]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_mail_says_what_is_left_and_is_stale_once_it_is_no_longer_so(scene, language):
    mandate = give(scene.user, 10)
    use(scene.user, 9)
    warn_of_hours()
    kind, warning = kind_of("hours_warning"), HoursWarning.objects.get()
    mail = kind.render("hours_warning", kind.load(warning.pk, 0), scene.user)
    assert "80" in mail.subject
    assert "9" in mail.text
    assert kind.render("hours_warning", warning, scene.manager) is None
    mandate.quarter_hours = 100
    save_mandate(mandate)
    assert kind.load(warning.pk, 0) is None


# Confirming.


def test_a_change_takes_the_confirmation_back(scene):
    mandate = give(scene.user, 10)
    assert confirm_mandate(mandate=mandate, by=scene.manager, seen="another") is False
    assert confirm_mandate(mandate=mandate, by=scene.manager, seen=fingerprint(mandate)) is True
    mandate.refresh_from_db()
    assert mandate.confirmed_by == scene.manager
    save_mandate(mandate)
    assert mandate.confirmed_at is not None
    mandate.description = "Muu tehtävä"
    save_mandate(mandate)
    assert mandate.confirmed_at is None


def test_a_manager_confirms_what_was_seen(client, scene):
    mandate = give(scene.user, 10, description="Auttaa kollegoja")
    client.force_login(scene.manager)
    page = client.get("/hours/").content.decode()
    assert "Auttaa kollegoja" in page
    assert fingerprint(mandate) in page
    seen = fingerprint(mandate)
    mandate.quarter_hours = 200
    save_mandate(mandate)
    assert client.post(f"/hours/{mandate.pk}/confirm/", {"seen": seen}).status_code == 409
    assert client.post(f"/hours/{mandate.pk}/confirm/", {"seen": fingerprint(mandate)}).status_code == 302
    mandate.refresh_from_db()
    assert mandate.confirmed_by == scene.manager


def test_nobody_confirms_their_own_hours(client, scene):
    make_role(scene.user, Role.Kind.MANAGER)
    mandate = give(scene.user, 10)
    client.force_login(scene.user)
    assert client.post(f"/hours/{mandate.pk}/confirm/", {"seen": fingerprint(mandate)}).status_code == 404


# Giving.


def form(**data) -> dict:
    usual = {"role": "coach", "hours": "12,25", "starts_on": "2026-08-01", "ends_on": "2026-12-31", "kind": "plan"}
    return {**usual, **data}


def test_a_coordinator_gives_hours_in_slices(client, scene):
    client.force_login(scene.coordinator)
    address = f"/coordinate/people/{scene.user.pk}/hours/add/"
    assert client.get(address).status_code == 200
    assert client.post(address, form()).status_code == 302
    refused = client.post(address, form(starts_on="2026-12-31", ends_on="2027-01-31", note="Kevät"))
    assert refused.status_code == 400
    assert "given for a part of that time already" in refused.content.decode()
    assert 'value="Kevät"' in refused.content.decode()
    assert client.post(address, form(starts_on="2027-01-01", ends_on="2027-05-31", hours="40")).status_code == 302
    assert client.post(address, form(kind="extra")).status_code == 302
    assert account_of(scene.user, YEAR).balance.given == int((12.25 + 40 + 12.25) * 60)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"hours": "12,3"}, "quarters"),
        ({"hours": "NaN"}, "quarters"),
        ({"hours": "1e999999"}, ""),
        ({"hours": "-1"}, ""),
        ({"hours": "2000"}, ""),
        ({"starts_on": "2026-12-31", "ends_on": "2026-08-01"}, "The last day cannot be before the first."),
        ({"ends_on": "2027-08-01"}, "one academic year"),
        ({"starts_on": "x"}, "Write the day like"),
        ({"role": "king"}, ""),
        ({"description": "010100A123D"}, "personal identity code"),
    ],
)
def test_hours_that_cannot_be_are_refused_in_words(client, scene, data, words):
    client.force_login(scene.coordinator)
    answer = client.post(f"/coordinate/people/{scene.user.pk}/hours/add/", form(**data))
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Mandate.objects.exists()


# Pages and files.


def test_the_table_asks_the_same_for_five_hundred_people_with_a_year_of_rows(client, scene):
    def queries() -> int:
        client.get("/coordinate/people/hours/")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/coordinate/people/hours/").status_code == 200
        return len(caught)

    client.force_login(scene.coordinator)
    give(scene.user)
    few = queries()
    many_coaches(scene.house, 500, rows=60)
    assert queries() == few <= 12
    assert client.get("/coordinate/people/hours/").content.decode().count("<tr>") >= 501


def many_coaches(house, count: int, rows: int) -> None:
    """Coaches with hours and so many rows of the log over the year."""
    people = User.objects.bulk_create(
        User(institution=house, email=f"c{n}@x.example", first_name="C", last_name=f"L{n}") for n in range(count)
    )
    for person in people:
        make_coach(house, user=person)
    days = {"starts_on": YEAR.first_day, "ends_on": YEAR.last_day}
    Mandate.objects.bulk_create(
        Mandate(institution=house, user=person, academic_year=2026, quarter_hours=400, **days) for person in people
    )
    start, step = datetime(2026, 8, 3, 8, tzinfo=UTC), timedelta(days=114 / rows)
    WorkLog.objects.bulk_create(
        (
            WorkLog(
                institution=house,
                user=person,
                kind="help",
                minutes=15,
                starts_at=start + n * step,
            )
            for person in people
            for n in range(rows)
        ),
        batch_size=5000,
    )


def test_the_table_and_the_accounts_say_the_same(scene):
    give(scene.user, 30)
    use(scene.user, 5, NOW - timedelta(days=3))
    use(scene.user, 2, NOW - timedelta(days=90), kind="session")
    [row] = rows_of(User.objects.filter(pk=scene.user.pk), scene.house, YEAR)
    account = account_of(scene.user, YEAR)
    assert (row.balance, row.pace, row.forecast) == (account.balance, account.pace, account.forecast)


def test_a_scope_holds_whoever_coaches_or_is_at_home_there(client, scene):
    near = make_coach(scene.house, user=make_user(scene.house, home_site=make_site(scene.house), last_name="Near"))
    near.sites.add(scene.site)
    make_coach(scene.house, user=make_user(scene.house, last_name="Farther"))
    make_user(scene.house, last_name="Nobody", home_site=scene.site)
    overseer = make_user(scene.house, home_site=scene.site, language="en")
    make_role(overseer, Role.Kind.COORDINATOR, site=scene.site)
    client.force_login(overseer)
    page = client.get("/coordinate/people/hours/").content.decode()
    assert [name in page for name in ("Lahti", "Near", "Farther", "Nobody")] == [True, True, False, False]


def test_files_hold_the_account_and_no_formula(client, scene):
    scene.user.first_name = "=1+1"
    scene.user.save()
    give(scene.user, 30)
    use(scene.user, 5.5)
    client.force_login(scene.user)
    text = b"".join(client.get("/log/hours/export/?as=csv")).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert rows[-1][0].startswith("'=1+1")
    assert rows[-1][-3:] == ["5,50", "30,00", "24,50"]
    sheet = load_workbook(BytesIO(b"".join(client.get("/log/hours/export/")))).active
    assert [cell.value for cell in sheet[sheet.max_row]][-3:] == [5.5, 30, 24.5]
    assert sheet.cell(2, 1).data_type == "s"
    assert client.get("/log/hours/export/?as=exe").status_code == 404


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_pages_of_an_account_open_in_every_language(client, scene, language):
    User.objects.update(language=language)
    give(scene.user, 10)
    use(scene.user, 9)
    client.force_login(scene.user)
    for path in ("/log/hours/", "/log/hours/print/", "/log/hours/?year=2025"):
        assert client.get(path).status_code == 200
    for year in ("x", "1", "99999999999999999999", quote("٢٠٢٦")):
        assert client.get(f"/log/hours/?year={year}").status_code == 404


def test_an_account_asks_few_times(client, scene):
    give(scene.user)
    for days in range(40):
        use(scene.user, 1, NOW - timedelta(days=days))
    client.force_login(scene.user)
    client.get("/log/hours/")
    with CaptureQueriesContext(connection) as caught:
        client.get("/log/hours/")
    assert len(caught) <= 12
