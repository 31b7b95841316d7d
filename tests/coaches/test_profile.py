from datetime import date

import pytest

from tests.factories import make_institution, make_sector, make_site, make_topic

URL = "/coach/profile/"


def test_a_coach_says_what_they_are_good_at_and_how_to_reach_them(signed_in, coach):
    house = coach.institution
    topic, site, sector = make_topic(house), make_site(house), make_sector(house)

    response = signed_in.post(
        URL,
        {
            "headline": "Wilman pääkäyttäjä",
            "about": "Kysy mitä vain.\nTulen myös tunnille.",
            "topics": [topic.pk],
            "sites": [site.pk],
            "sectors": [sector.pk],
            "languages": ["fi", "sv"],
            "meeting_link": "meet.opisto.example/liisa",
            "phone": "+358 40 123 4567",
            "chat": "Teams: Liisa",
            "daily_cap": "3",
            "weekly_cap": "",
            "buffer_before_minutes": "0",
            "buffer_after_minutes": "15",
            "paused_until": "2026-12-01",
        },
    )

    assert response.status_code == 302
    coach.refresh_from_db()
    assert (list(coach.topics.all()), list(coach.sites.all()), list(coach.sectors.all())) == ([topic], [site], [sector])
    assert (coach.headline, coach.languages, coach.phone) == ("Wilman pääkäyttäjä", ["fi", "sv"], "+358 40 123 4567")
    assert coach.about == "Kysy mitä vain.\nTulen myös tunnille."
    assert coach.meeting_link == "https://meet.opisto.example/liisa"
    assert (coach.daily_cap, coach.weekly_cap, coach.buffer_before_minutes) == (3, None, 0)
    assert coach.paused_until == date(2026, 12, 1)


def test_nothing_is_required(signed_in, coach):
    assert signed_in.post(URL, {"about": ""}).status_code == 302


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("about", "Opiskelija 131052-308T", "identity code"),
        ("meeting_link", "javascript:alert(1)", "id_meeting_link"),
        ("meeting_link", "ftp://opisto.example/x", "id_meeting_link"),
        ("phone", "soita minulle", "digits"),
        ("daily_cap", "0", "id_daily_cap"),
        ("weekly_cap", "9" * 400, "id_weekly_cap"),
        ("buffer_after_minutes", "-5", "id_buffer_after_minutes"),
        ("paused_until", "9999-01-01", "year between"),
        ("headline", "x" * 81, "id_headline"),
        ("languages", "xx", "id_languages"),
        ("topics", "99999999999999999999999", "id_topics"),
        ("chat", "x" * 5000, "id_chat"),
    ],
)
def test_a_bad_field_is_marked_and_the_rest_is_kept(signed_in, coach, field, typed, said):
    response = signed_in.post(URL, {"chat": "Teams: Liisa", "headline": "Oma", **{field: typed}})

    page = response.content.decode()
    assert response.status_code == 400
    assert said in page
    assert "kp-field-bad" in page
    if field != "chat":
        assert "Teams: Liisa" in page
    coach.refresh_from_db()
    assert coach.headline == ""


def test_control_characters_are_left_out(signed_in, coach):
    signed_in.post(URL, {"headline": "Wil\x0bma\u2028"})

    coach.refresh_from_db()
    assert coach.headline == "Wilma"


def test_places_and_topics_of_another_institution_cannot_be_ticked(signed_in, coach):
    other = make_institution()
    for field, thing in (("topics", make_topic(other)), ("sites", make_site(other)), ("sectors", make_sector(other))):
        assert signed_in.post(URL, {field: [thing.pk]}).status_code == 400


def test_a_retired_topic_stays_ticked_but_is_offered_to_nobody_else(signed_in, coach):
    retired = make_topic(coach.institution, is_retired=True, name_fi="Vanha aihe")
    assert "Vanha aihe" not in signed_in.get(URL).content.decode()

    coach.topics.add(retired)
    signed_in.post(URL, {"topics": [retired.pk]})

    assert list(coach.topics.all()) == [retired]


def test_the_open_topic_is_no_choice_because_every_coach_takes_it(signed_in, coach):
    make_topic(coach.institution, is_open=True, name_fi="Jokin muu")

    assert "Jokin muu" not in signed_in.get(URL).content.decode()


def test_left_empty_the_figures_of_the_institution_hold_and_the_page_says_them(signed_in, coach):
    page = signed_in.get(URL).content.decode()

    assert f"Left empty, it is {coach.institution.weekly_cap}, as for everyone here." in page
