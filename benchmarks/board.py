"""The coordinator's board: 50 coaches over a week with 500 sessions, from the server and drawn in Chromium."""

import subprocess
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from statistics import median

from django.db import connection
from django.test import Client as TestClient
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

from benchmarks.place import own_database
from coaches.models import Channel, Coach
from organisation.models import Institution, Role, User
from sessions.models import State
from tests.conftest import CHROMIUM_FLAGS, FIND_BROWSER
from tests.factories import (
    make_coach,
    make_institution,
    make_role,
    make_session,
    make_site,
    make_topic,
    make_user,
    open_hours,
)
from tests.web import Client, web_server

COACHES, SESSIONS = 50, 500
READS = 60
DRAWINGS = 7
TOPICS = ("Personalisation of studies", "Special support", "Wilma and Primus", "Induction", "Working life")
FIRST = ("Jonna", "Henna", "Iida", "Markus", "Eero", "Timo", "Sanna", "Noora", "Heli", "Pekka")
LAST = ("Virtanen", "Laine", "Räsänen", "Aaltonen", "Pitkänen", "Hietala", "Koskinen", "Saarinen", "Ojala", "Toivonen")
STATES = (State.BOOKED, State.BOOKED, State.HELD, State.PROPOSED)


def run() -> Iterator[dict]:
    """Yields how long the server takes, the compressed size, the queries, and when Chromium has drawn it."""
    with own_database(), web_server() as port:
        reader = fill()
        queries, shown = _queries(reader)
        assert shown == SESSIONS, shown
        client = Client(port, reader)
        answers = [client.get(PATH) for _ in range(READS)][10:]
        assert {answer.status for answer in answers} == {200}
        drawn = _drawn(port, client)
    yield {"name": "board_week_ms_p50", "value": round(median(a.seconds for a in answers) * 1000, 1), "unit": "ms"}
    yield {"name": "board_week_kb_gzip", "value": round(len(answers[0].body) / 1000, 1), "unit": "kB"}
    yield {"name": "board_queries", "value": queries, "unit": "queries"}
    yield {"name": "board_drawn_ms", "value": round(median(drawn)), "unit": "ms"}


PATH = "/coordinate/board/"


def fill() -> User:
    """The house with its week; its coordinator."""
    house = make_institution(horizon_days=60)
    sites = [make_site(house, name_fi=name) for name in ("Rantakampus", "Metsola", "Keskusta")]
    topics = [make_topic(house, name_fi=name) for name in TOPICS]
    people = [make_user(house, first_name=FIRST[n % 10], last_name=LAST[n // 10 % 10]) for n in range(100)]
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    for number in range(COACHES):
        coach = _coach(house, number)
        coach.sites.set([sites[number % 3], sites[(number + 1) % 3]])
        for slot in range(SESSIONS // COACHES):
            begins = datetime.combine(monday + timedelta(days=slot // 2), time(9 + 4 * (slot % 2)), house.tz)
            make_session(
                coach,
                people[(number * 2 + slot % 2) % 100],
                begins + timedelta(minutes=15 * (number % 4)),
                minutes=45,
                topic=topics[(number + slot) % 5],
                channel=Channel.values[(number + slot) % 5],
                state=STATES[(number + slot) % 4],
            )
    coordinator = make_user(house, first_name="Hanna", last_name="Mäkelä")
    make_role(coordinator, Role.Kind.COORDINATOR)
    return coordinator


def _coach(house: Institution, number: int) -> Coach:
    user = make_user(house, first_name=FIRST[number % 10], last_name=f"{LAST[number // 5]}")
    coach = make_coach(house, user=user)
    for weekday in range(1, 6):
        open_hours(coach, weekday, time(8), time(11))
        open_hours(coach, weekday, time(12, 15 * (number % 4)), time(16))
    return coach


def _queries(reader: User) -> tuple[int, int]:
    """How many queries the page takes, and how many sessions stand on it."""
    client = TestClient(headers={"host": "127.0.0.1"})
    client.force_login(reader)
    client.get(PATH)
    with CaptureQueriesContext(connection) as queries:
        html = client.get(PATH).content.decode()
    return len(queries), html.count('<a class="kp-ev')


def _drawn(port: int, client: Client) -> list[float]:
    """Milliseconds from asking until the browser has painted the whole page, each time with nothing remembered."""
    cookie = client.headers["Cookie"].rpartition("sessionid=")[2]
    base = f"http://127.0.0.1:{port}"
    found = subprocess.run([FIND_BROWSER], stdout=subprocess.PIPE, text=True).stdout.strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found or None, args=CHROMIUM_FLAGS)
        try:
            times = []
            for _ in range(DRAWINGS):
                with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
                    context.add_cookies([{"name": "sessionid", "value": cookie, "url": base}])
                    times.append(_draw(context.new_page(), base + PATH))
            return times[1:]
        finally:
            browser.close()


def _draw(page: Page, address: str) -> float:
    page.goto(address, wait_until="load")
    return page.evaluate("""() => new Promise((done) =>
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))""")
