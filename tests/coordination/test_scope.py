"""A coordinator of one site meets nothing of another site's people: on no page, in no choice, by no id, in no table."""

import pytest
from django.urls import reverse
from django.utils import timezone

from coaches.models import Coach, Team, TimeOff
from coordination.models import HelpRequest, Letter
from coordination.services import ask_for_help
from organisation.models import User
from sessions.models import Invite, Kind, Participation, Session
from tests.coordination.board_scene import TEN, WEEK, browser, put

FAR = ("Salla", "Salonen", "Olli", "Ojala", "salla@", "olli@")
"""What there is to see of the other site's people."""


@pytest.fixture
def far(board):
    """The other site: Salla asks and has a session with Olli, who leads a team; Salla started lately and has a mail."""
    User.objects.filter(pk=board.salla.pk).update(email="salla@far.example", started_on=timezone.localdate())
    User.objects.filter(pk=board.olli.user_id).update(email="olli@far.example", home_site=board.far)
    User.objects.filter(pk=board.liisa.user_id).update(home_site=board.near)
    for person in (board.near_coordinator, board.coordinator):
        person.home_site = board.near
        person.save()
    board.salla.refresh_from_db()
    board.session = board.book(board.olli, board.salla)
    board.own = board.book(board.liisa, board.jonna, 2)
    board.request = ask_for_help(person=board.salla, topic=board.topic, about="Salla Salonen")
    board.team = Team.objects.create(institution=board.house, name_fi="Tiimi")
    board.team.leads.add(board.olli)
    return board


PAGES = {
    "people": ["", "?q=salonen", "?site={far}", "?state=all", "?role=coach"],
    "people_export": ["?as=csv", "?as=csv&q=salonen", "?as=csv&site={far}", "?as=csv&state=all"],
    "teams": [""],
    "desk": ["", "?all=requests", "?all=newcomers", "?all=coaches"],
    "requests": ["", "?view=scope&state=", "?view=fitting"],
    "requests_export": ["?as=csv&state=", "?as=csv"],
    "board": [WEEK, f"{WEEK}&view=list", "?view=day&day=2026-12-02"],
    "board_rows": [WEEK],
    "board_export": [f"{WEEK}&as=csv"],
    "away": [""],
    "letters": [""],
    "announce": [""],
    "person_add": [""],
    "team_add": [""],
    "import_start": [""],
}


def read(client, address: str) -> tuple[int, str]:
    answer = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_and_no_table_tells_of_them(far, name):
    client, seen = browser(far.near_coordinator), []
    for query in PAGES[name]:
        status, text = read(client, reverse(f"coordination:{name}") + query.format(far=far.far.pk))
        seen += [(query, word) for word in FAR if word in text.partition('<input type="search"')[0]]
        assert status == 200
    whole = "".join(read(browser(far.coordinator), reverse(f"coordination:{name}") + q)[1] for q in PAGES[name][:1])
    assert seen == []
    if name in (
        "people",
        "people_export",
        "desk",
        "requests",
        "requests_export",
        "board",
        "board_rows",
        "board_export",
    ):
        assert "Salonen" in whole or "Salla S." in whole  # there is something to see


@pytest.mark.parametrize(
    ("name", "query"),
    [("requests", "?view=scope&site={}"), ("requests_export", "?site={}"), ("board", WEEK + "&site={}")],
)
def test_another_site_is_no_choice(far, name, query):
    assert read(browser(far.near_coordinator), reverse(f"coordination:{name}") + query.format(far.far.pk))[0] == 400


@pytest.mark.parametrize("typed", ["salla", "Salla Salonen", "salla@far.example", "Salonen"])
def test_looking_for_a_colleague_finds_none_of_them(far, typed):
    address = reverse("sessions:colleague")
    assert f"for={far.salla.pk}" not in browser(far.near_coordinator).get(address, {"q": typed}).content.decode()
    assert f"for={far.salla.pk}" in browser(far.coordinator).get(address, {"q": typed}).content.decode()


GONE = {
    "person": lambda b: [b.salla.pk],
    "person_edit": lambda b: [b.salla.pk],
    "person_welcome": lambda b: [b.salla.pk],
    "person_close": lambda b: [b.salla.pk],
    "person_open": lambda b: [b.salla.pk],
    "person_coach": lambda b: [b.olli.user_id],
    "person_coach_end": lambda b: [b.olli.user_id],
    "team": lambda b: [b.team.pk],
    "assign": lambda b: [b.request.pk],
    "answer_request": lambda b: [b.request.pk],
    "board_session": lambda b: [b.session.pk],
    "board_place": lambda b: [b.session.pk],
    "board_call_off": lambda b: [b.session.pk],
    "close": lambda b: [b.session.pk],
    "cancel": lambda b: [b.session.pk],
    "propose_first": lambda b: [b.salla.pk],
    "write": lambda b: [b.salla.pk],
}


@pytest.mark.parametrize("name", GONE)
def test_by_their_ids_they_are_not_there(far, name):
    client, address = browser(far.near_coordinator), reverse(f"coordination:{name}", args=GONE[name](far))
    statuses = {client.get(address).status_code, client.post(address, {"time": "x", "reason": ""}).status_code}
    assert statuses <= {404, 405}
    assert statuses & {404}


def test_an_id_in_a_form_chooses_none_of_them(far):
    client = browser(far.near_coordinator)
    day = timezone.localdate(TEN).isoformat()
    for name, data in {
        "away": {"coach_away": far.olli.pk, "first_day": day},
        "announce": {"audience": "everyone", "site": far.far.pk, "subject": "Hei", "text": "Hei"},
        "person_add": {"email": "n@x.example", "first_name": "N", "last_name": "N", "home_site": far.far.pk},
        "team_add": {"name_fi": "Uusi", "members": [far.olli.pk], "leads": [far.olli.pk]},
    }.items():
        assert client.post(reverse(f"coordination:{name}"), data).status_code == 400, name
    assert put(client, far.own, far.olli, TEN).status_code in (400, 409)
    booking = {"for": far.salla.pk, "time": f"{far.liisa.pk}@20261202T0800Z", "topic": far.topic.pk, "minutes": 45}
    assert client.post(reverse("sessions:confirm"), booking).status_code in (403, 404)
    assert (TimeOff.objects.count(), Letter.objects.count(), Session.objects.count()) == (0, 0, 2)
    assert Coach.objects.get(pk=far.own.coach_id) == far.liisa
    assert HelpRequest.objects.get().is_open


@pytest.mark.parametrize("how", ["invite", "add"])
@pytest.mark.parametrize("named", ["salla@far.example", "Salla Salonen"])
def test_they_are_not_invited_to_a_group(far, how, named):
    Session.objects.filter(pk=far.own.pk).update(kind=Kind.GROUP, seats=9, title_fi="Ryhmä")
    address = reverse("sessions:invite", args=[far.own.pk])
    assert browser(far.near_coordinator).post(address, {"people": named, "how": how}).status_code == 400
    assert browser(far.near_coordinator).post(address, {"team": far.team.pk, "how": how}).status_code == 400
    assert not Invite.objects.exists()
    assert not Participation.objects.filter(session=far.own, person=far.salla).exists()
