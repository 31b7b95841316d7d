"""Acts from the board: another coach or time, calling off; what is refused, and what is kept then."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from notifications.models import Message
from sessions.models import Session, State
from tests.coordination.board_scene import TEN, WEEK, browser, put
from tests.factories import make_institution, make_session, make_topic


@pytest.fixture
def session(board):
    return board.book(board.liisa, board.jonna)


def page(client, session, query="", status=200):
    answer = client.get(reverse("coordination:board_session", args=[session.pk]) + query)
    assert answer.status_code == status
    return answer.content.decode()


def offered(html) -> list[str]:
    return re.findall(r'name="time" value="[^"]*"[^>]*><span>([\d:]+)', html)


def ticked(html) -> list[str]:
    return re.findall(r'name="time" value="[^"]*" required checked><span>([\d:]+)', html)


def where(session) -> tuple:
    session.refresh_from_db()
    return session.coach, session.starts_at, session.revision


@pytest.mark.parametrize(
    ("to_olli", "hours", "kind"),
    [(False, 2, "session_moved"), (True, 0, "session_handed_over"), (True, 2, "session_reassigned")],
)
def test_one_address_moves_hands_over_or_both(board, session, to_olli, hours, kind):
    coach, starts_at = board.olli if to_olli else board.liisa, TEN + timedelta(hours=hours)
    answer = put(browser(board.coordinator), session, coach, starts_at, back=f"{WEEK}&site={board.near.pk}&x=1")
    assert (answer.status_code, answer.url) == (302, f"{reverse('coordination:board')}{WEEK}&site={board.near.pk}")
    assert where(session) == (coach, starts_at, 1)
    assert Message.objects.filter(kind=kind, recipient=board.jonna).count() == 1


def test_the_free_times_of_a_day_come_with_the_same_time_first(board, session):
    client = browser(board.coordinator)
    html = page(client, session, f"?coach={board.olli.pk}&day=2026-12-03")
    assert offered(html)[:3] == ["10:00", "8:00", "8:15"]
    assert ticked(html) == ["10:00"]
    make_session(board.olli, board.salla, TEN + timedelta(days=1), topic=board.topic)
    html = page(client, session, f"?coach={board.olli.pk}&day=2026-12-03")
    assert (offered(html)[0], ticked(html), "10:00" in offered(html)) == ("8:00", [], False)


def test_a_time_that_was_pointed_at_is_ticked(board, session):
    query = f"?coach={board.olli.pk}&day=2026-12-03&time={board.olli.pk}@20261203T1115Z"
    assert ticked(page(browser(board.coordinator), session, query)) == ["13:15"]


def test_where_nothing_is_free_the_next_time_is_named(board, session):
    html = page(browser(board.coordinator), session, f"?coach={board.olli.pk}&day=2026-12-05")
    assert (offered(html), "The next one is Mon 7 Dec, 8:00" in html.replace("\xa0", " ")) == ([], True)


def test_a_time_that_is_gone_is_refused_and_it_stays(board, session):
    board.book(board.olli, board.salla, 2)
    answer = put(browser(board.coordinator), session, board.olli, TEN + timedelta(hours=2), coach=board.olli.pk)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "<b>12:00 is already taken: Olli Ojala.</b> The session stayed where it was." in html
    assert where(session) == (board.liisa, TEN, 0)
    assert offered(html)[0] == "10:00"  # Olli's times that day, to go on with


@pytest.mark.parametrize("time", ["", "x", "0@20261202T1000Z", "99999999999999999999@20261202T1000Z"])
def test_nonsense_is_said_and_nothing_happens(board, session, time):
    answer = browser(board.coordinator).post(reverse("coordination:board_place", args=[session.pk]), {"time": time})
    assert (answer.status_code, "Choose a time from the list." in answer.content.decode()) == (400, True)
    assert where(session) == (board.liisa, TEN, 0)


def test_only_coaches_in_scope_and_of_the_topic_can_be_chosen(board, session):
    unfit = board.coach("Eero", "Erkko", board.near)
    unfit.topics.set([make_topic(board.house)])
    fit = board.coach("Ville", "Viita", board.near)
    client = browser(board.near_coordinator)
    options = re.findall(r'<option value="(\d+)"', page(client, session))
    assert options == [str(board.liisa.pk), str(fit.pk)]
    for coach in (board.olli, unfit):
        assert put(client, session, coach, TEN + timedelta(hours=2)).status_code == 400
    assert where(session) == (board.liisa, TEN, 0)
    assert put(client, session, fit, TEN + timedelta(hours=2)).status_code == 302


def test_a_session_out_of_scope_is_not_there(board):
    hidden = board.book(board.liisa, board.salla)
    client = browser(board.near_coordinator)
    page(client, hidden, status=404)
    assert put(client, hidden, board.liisa, TEN + timedelta(hours=2)).status_code == 404
    assert client.post(reverse("coordination:board_call_off", args=[hidden.pk])).status_code == 404
    stranger = make_institution()
    assert stranger.pk
    assert where(hidden) == (board.liisa, TEN, 0)


def test_the_programme_admin_reads(board, session):
    html = page(browser(board.admin), session)
    assert ("Jonna Virtanen" in html, "<form" in html.partition('id="act"')[2].partition("</main")[0]) == (True, False)
    assert put(browser(board.admin), session, board.olli, TEN).status_code == 403


def test_what_has_begun_can_only_be_looked_at(board, session, clock):
    clock.move_to(TEN + timedelta(minutes=1), tick=False)
    client = browser(board.coordinator)
    assert offered(page(client, session)) == []
    answer = put(client, session, board.olli, TEN + timedelta(hours=4))
    assert (answer.status_code, "can no longer be changed" in answer.content.decode()) == (409, True)
    assert where(session) == (board.liisa, TEN, 0)


def test_calling_off_comes_back_to_the_board(board, session, clock):
    clock.move_to(TEN - timedelta(hours=1), tick=False)
    client = browser(board.coordinator)
    address = reverse("coordination:board_call_off", args=[session.pk])
    answer = client.post(address, {"reason": ""})
    assert (answer.status_code, "Write in a few words why" in answer.content.decode()) == (400, True)
    answer = client.post(address, {"reason": "Sali ei ole vapaa", "back": WEEK})
    assert (answer.status_code, answer.url) == (302, reverse("coordination:board") + WEEK)
    session.refresh_from_db()
    assert (session.state, session.cancel_reason) == (State.CANCELLED, "Sali ei ole vapaa")


def test_a_new_session_is_drawn_with_coach_and_time(board):
    """From an empty place of the day: for whom, what about, and then it is confirmed."""
    client = browser(board.coordinator)
    token = f"{board.olli.pk}@20261203T1000Z"
    html = client.get(reverse("sessions:colleague"), {"time": token, "minutes": 60, "q": "Jonna"}).content.decode()
    [to_topics] = re.findall(r'href="(/book/\?for=[^"]*)"', html)
    html = client.get(to_topics.replace("&amp;", "&")).content.decode()
    assert "Olli Ojala" in html
    [to_confirm] = {
        link for link in re.findall(r'href="(/book/confirm/[^"]*)"', html) if f"topic={board.topic.pk}" in link
    }
    html = client.get(to_confirm.replace("&amp;", "&")).content.decode()
    assert [word in html for word in ("12:00", "13:00", "Olli Ojala", "Jonna Virtanen")] == [True] * 4
    fields = {"time": token, "minutes": 60, "topic": board.topic.pk, "for": board.jonna.pk}
    assert client.post(reverse("sessions:confirm"), fields).status_code == 302
    assert Session.objects.get(coach=board.olli).participations.filter(person=board.jonna).exists()
