"""The board: who is on it for whom, what a day shows, what it is narrowed by."""

import re
from datetime import date, time, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse

from coaches.models import BusyTime, Mandate, Team, TimeOff, WorkLog
from kit.sorting import sort_key
from sessions.models import Kind, State
from tests.coordination.board_scene import TEN, WEEK, browser, look, queries_of
from tests.factories import make_institution, make_sector, make_session, make_site, make_topic, make_user, open_hours

MOST_QUERIES = 12


def cards(html: str) -> list[int]:
    """The sessions that are shown as such, in the order of the page."""
    return [int(pk) for pk in re.findall(r' id="s(\d+)"', html)]


def rows(html: str) -> list[str]:
    return re.findall(r'<a id="c\d+"[^>]*>([^<]+)</a>', html)


def test_a_site_coordinator_sees_the_coaches_of_the_site_and_of_others_sessions_that_they_are_busy(board):
    seen = board.book(board.liisa, board.jonna)
    hidden = board.book(board.liisa, board.salla, 2, topic=board.secret)
    board.book(board.olli, board.salla, 4, topic=board.secret)
    for view in ("week", "list"):
        html = look(browser(board.near_coordinator), f"{WEEK}&view={view}")
        assert cards(html) == [seen.pk]
        named = [word for word in ("Salla", "Hush", "Olli", f"/board/{hidden.pk}/") if word in _shown(html)]
        assert named == []
    html = look(browser(board.near_coordinator), "?view=day&day=2026-12-02")
    assert (cards(html), "other engagement 12:00–13:00" in html) == ([seen.pk], True)


def _shown(html: str) -> str:
    """The rows, without what the filter offers."""
    return html.partition('id="board"')[2].partition("<dialog")[0]


def test_whoever_has_the_whole_house_in_scope_sees_them_all(board):
    sessions = [
        board.book(board.liisa, board.jonna),
        board.book(board.liisa, board.salla, 2, topic=board.secret),
        board.book(board.olli, board.salla, 4, topic=board.secret),
    ]
    for reader in (board.coordinator, board.admin):
        html = look(browser(reader))
        assert (rows(html), cards(html)) == (["Liisa Lahti", "Olli Ojala"], [session.pk for session in sessions])
        assert [word in html for word in ("Salla S.", "Hush-hush", "Jonna V.")] == [True] * 3


def test_another_institution_has_a_board_of_its_own(board):
    board.book(board.liisa, board.jonna)
    other = make_institution()
    stranger = make_user(other, language="en")
    stranger.roles.create(institution=other, kind="coordinator")
    html = look(browser(stranger))
    assert (rows(html), cards(html), "Near" in html) == ([], [], False)


def test_a_coach_is_in_the_scope_of_a_sector_at_a_site_only_by_both(board):
    coordinator = board.with_role("coordinator", site=board.near, sector=board.sector)
    board.olli.sectors.add(board.sector)
    assert rows(look(browser(coordinator))) == []
    board.liisa.sectors.add(board.sector)
    assert rows(look(browser(coordinator))) == ["Liisa Lahti"]


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (State.PROPOSED, "proposed"),
        (State.BOOKED, "confirmed"),
        (State.HELD, "held"),
        (State.NOT_HELD, "not held"),
        (State.CANCELLED, None),
        (State.LAPSED, None),
    ],
)
def test_a_session_is_shown_with_its_state_unless_it_was_called_off(board, state, word):
    session = board.book(board.liisa, board.jonna, state=state)
    html = look(browser(board.coordinator))
    assert cards(html) == ([session.pk] if word else [])
    if word:
        assert "<i>Study plans,</i> Jonna V.</span>" in html
        assert f'<span class="visually-hidden">, {word}, online</span>' in html


def test_only_what_can_be_moved_can_be_dragged(board):
    ahead = board.book(board.liisa, board.jonna)
    board.book(board.liisa, board.salla, 2, state=State.PROPOSED)
    make_session(board.liisa, board.jonna, TEN - timedelta(days=8), topic=board.topic)
    assert re.findall(r'id="s(\d+)"[^>]*draggable', look(browser(board.coordinator))) == [str(ahead.pk)]
    assert "draggable" not in look(browser(board.admin))
    assert "draggable" not in look(browser(board.coordinator), "?week=2026-W48")


def test_a_group_looks_like_one(board):
    words = {"kind": Kind.GROUP, "title_en": "Wilma & <clinic>", "seats": 12}
    group = board.book(board.liisa, board.jonna, **words)
    board.book(board.liisa, board.salla, 2, state=State.HELD, **words)
    html = look(browser(board.coordinator))
    first, second = re.findall(r'<a class="(kp-ev[^"]*)" id="s\d+"[^>]*>(.*?)</a>', html)
    assert (first[0], second[0]) == ("kp-ev kp-ev-group", "kp-ev kp-ev-done")
    assert "<i>Wilma &amp; &lt;clinic&gt;</i> 1/12</span>" in first[1]
    assert ", group, confirmed, online</span>" in first[1]
    assert f'is-group q8 w4"><a id="s{group.pk}"' in look(browser(board.coordinator), "?view=day&day=2026-12-02")


def test_away_says_when_and_never_why(board):
    TimeOff.objects.create(
        institution=board.house, coach=board.liisa, during=DateTimeTZRange(TEN, TEN + timedelta(hours=2))
    )
    BusyTime.objects.create(
        institution=board.house, coach=board.olli, during=DateTimeTZRange(TEN, TEN + timedelta(hours=1))
    )
    html = look(browser(board.coordinator))
    assert re.findall(r'kp-ev-off"><svg.*?</svg>([^<]+)<', html) == ["Away 10:00–12:00"]
    assert html.count("other engagement 10:00–11:00") == 1


def test_a_coach_who_is_helped_by_a_colleague_is_busy(board):
    board.book(board.olli, board.liisa.user)
    html = look(browser(board.near_coordinator))
    assert (cards(html), html.count("other engagement 10:00–11:00")) == ([], 1)


def test_the_weekend_has_columns_when_something_happens_then(board):
    days = re.compile(r'data-day="(2026-\d\d-\d\d)"')
    client = browser(board.coordinator)
    assert len(days.findall(look(client))) == 5
    open_hours(board.liisa, 6, time(9), time(12))
    assert days.findall(look(client))[5:] == ["2026-12-05"]
    board.book(board.liisa, board.jonna, 24 * 4)
    assert days.findall(look(client))[5:] == ["2026-12-05", "2026-12-06"]


def test_hours_left_are_those_of_the_academic_year(board):
    for autumn, quarters in ((2026, 400), (2025, 4000)):
        Mandate.objects.create(
            institution=board.house,
            user=board.liisa.user,
            academic_year=autumn,
            quarter_hours=quarters,
            starts_on=date(autumn, 8, 1),
            ends_on=date(autumn + 1, 7, 31),
        )
    work = {"institution": board.house, "user": board.liisa.user, "kind": WorkLog.Kind.HELP}
    WorkLog.objects.create(**work, starts_at=TEN, minutes=79 * 60)
    WorkLog.objects.create(**work, starts_at=TEN - timedelta(days=200), minutes=600)
    client = browser(board.coordinator)
    left = re.compile(r'<span( class="kp-warn")?>(\d+)\xa0h left</span>')
    assert left.findall(look(client)) == [("", "21")]
    WorkLog.objects.create(**work, starts_at=TEN, minutes=60)
    assert left.findall(look(client)) == [(' class="kp-warn"', "20")]


def test_names_stand_in_finnish_order(board):
    for last in ("Öhman", "Zetterberg", "Åberg", "Äikäs", "Éklund"):
        board.coach("Aino", last, board.near)
    names = [name.split()[-1] for name in rows(look(browser(board.coordinator)))]
    assert names == ["Éklund", "Lahti", "Ojala", "Zetterberg", "Åberg", "Äikäs", "Öhman"]
    assert sorted(names, key=sort_key) == names


def test_it_is_narrowed_by_site_sector_topic_and_team(board):
    board.olli.sectors.add(board.sector)
    board.olli.topics.remove(board.secret)
    team = Team.objects.create(institution=board.house, name_fi="Tiimi")
    team.members.add(board.liisa)
    client = browser(board.coordinator)
    for query, expected in (
        (f"site={board.far.pk}", ["Olli Ojala"]),
        (f"site={board.far.pk}&site={board.near.pk}", ["Liisa Lahti", "Olli Ojala"]),
        (f"sector={board.sector.pk}", ["Olli Ojala"]),
        (f"topic={board.secret.pk}", ["Liisa Lahti"]),
        (f"team={team.pk}", ["Liisa Lahti"]),
        (f"team={team.pk}&site={board.far.pk}", []),
    ):
        assert rows(look(client, f"{WEEK}&{query}")) == expected
    html = look(client, f"{WEEK}&site={board.far.pk}&site={board.near.pk}")
    chips = re.findall(r'<a class="kp-chip" href="\?([^"]*)">(\w+) ', html)
    assert chips == [
        (f"week=2026-W49&amp;site={board.near.pk}", "Far"),
        (f"week=2026-W49&amp;site={board.far.pk}", "Near"),
    ]


def test_what_is_out_of_scope_can_neither_be_seen_nor_chosen(board):
    far_team = Team.objects.create(institution=board.house, name_fi="Kaukana")
    far_team.members.add(board.olli)
    other = make_institution()
    client = browser(board.near_coordinator)
    html = look(client)
    assert [name in html for name in ("Near", "Far", "Kaukana", "Welding")] == [True, False, False, True]
    for query in (
        f"site={board.far.pk}",
        f"team={far_team.pk}",
        f"site={make_site(other).pk}",
        f"sector={make_sector(other).pk}",
        f"topic={make_topic(other).pk}",
        "topic=x",
    ):
        html = look(client, f"{WEEK}&{query}", status=400)
        assert (rows(html), "Choose one from the list." in html) == (["Liisa Lahti"], True)


@pytest.mark.parametrize("query", ["?week=2026-W60", "?day=x", "?view=year", "?page=0", "?page=x", "?page=2"])
def test_nonsense_in_the_address_is_a_404(board, query):
    assert browser(board.coordinator).get(reverse("coordination:board") + query).status_code == 404


def test_a_page_has_fifty_coaches(board):
    for number in range(50):
        board.coach("Aino", f"Aalto{number:02}", board.near)
    client = browser(board.coordinator)
    assert len(rows(look(client))) == 50
    assert rows(look(client, f"{WEEK}&page=2")) == ["Liisa Lahti", "Olli Ojala"]


def fill(board, coaches: int) -> None:
    """So many coaches more, each with a session, a day off, hours and a team."""
    team = Team.objects.create(institution=board.house, name_fi="Tiimi")
    for number in range(coaches):
        coach = board.coach("Aino", f"Aalto{number}", board.near, board.far)
        team.members.add(coach)
        group = {"kind": Kind.GROUP, "title_fi": "Ryhmä", "seats": 9} if number % 2 else {}
        board.book(coach, board.person("Eero", f"Eerola{number}", home_site=board.near), **group)
        during = DateTimeTZRange(TEN + timedelta(days=1), TEN + timedelta(days=2))
        TimeOff.objects.create(institution=board.house, coach=coach, during=during)


@pytest.mark.parametrize("query", [WEEK, f"{WEEK}&view=list", "?view=day&day=2026-12-02"])
@pytest.mark.parametrize("name", ["board", "board_rows"])
def test_it_asks_the_same_whatever_there_is(board, query, name):
    client, path = browser(board.coordinator), reverse(f"coordination:{name}") + query
    fill(board, 3)
    few = queries_of(client, path)
    fill(board, 45)
    assert queries_of(client, path) == few
    assert few <= MOST_QUERIES
