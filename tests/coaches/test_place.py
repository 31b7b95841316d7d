"""A coach's own place: the role as it was confirmed, and what one says of oneself to the team."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coaches.hours.services import confirm_mandate, fingerprint, save_mandate
from coaches.models import Competence, Team
from coordination.forms.hours import new_slice
from organisation.calendar import academic_year_of
from tests.factories import make_coach, make_institution, make_role, make_topic, make_user, open_all_week
from topics.library import add_guideline
from topics.models import Guideline

pytestmark = pytest.mark.django_db
LINK = "https://x.example/"


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def scene():
    """Two coaches of a team, a third outside it, a coordinator and a manager; everyone reads English."""
    house = make_institution()
    topics = [make_topic(house, name_fi=name) for name in ("Wilma", "HOKS")]
    coaches = [make_coach(house, topics[0], user=make_user(house, language="en")) for _ in range(3)]
    team = Team.objects.create(institution=house, name_fi="Tiimi")
    team.members.set(coaches[:1])
    team.leads.set(coaches[1:2])
    roles = {kind: make_user(house, language="en") for kind in ("coordinator", "manager")}
    for kind, person in roles.items():
        make_role(person, kind)
    return SimpleNamespace(house=house, topics=topics, me=coaches[0], lead=coaches[1], other=coaches[2], **roles)


def say(coach, *levels: str) -> int:
    topics = coach.institution.topics.order_by("position", "pk")
    fields = {f"topic-{topic.pk}": level for topic, level in zip(topics, levels, strict=True)}
    return as_(coach.user).post(reverse("coaches:competences"), fields).status_code


def test_a_coach_says_what_one_can_and_takes_it_back(scene):
    assert say(scene.me, "trains", "learning") == 302
    assert say(scene.me, "helps", "nothing") == 302
    assert list(Competence.objects.values_list("topic__name_fi", "level")) == [("Wilma", "helps")]
    assert say(scene.me, "expert", "nothing") == 400


def test_the_team_reads_it_and_nobody_else(scene):
    say(scene.me, "trains", "nothing")
    scene.me.working_groups = "Laaturyhmä"
    scene.me.save()
    page = reverse("sessions:coach", args=[scene.me.pk])
    readers = {
        "me": scene.me.user,
        "lead": scene.lead.user,
        "other": scene.other.user,
        "coordinator": scene.coordinator,
        "manager": scene.manager,
    }
    seen = {}
    for who, person in readers.items():
        said = as_(person).get(page).content.decode()
        seen[who] = ("can train others" in said, "Laaturyhmä" in said)
        assert Competence.objects.visible_to(person).exists() == seen[who][0]
    assert seen == {who: (who in ("me", "lead"),) * 2 for who in readers}


def test_the_role_stands_with_the_day_on_which_it_was_confirmed(scene):
    mandate = new_slice(scene.me.user, academic_year_of(timezone.localdate()))
    mandate.quarter_hours, mandate.description = 400, "Auttaa kollegoja Wilmassa."
    save_mandate(mandate)
    place = reverse("coaches:place")
    waiting = as_(scene.me.user).get(place).content.decode()
    assert ("Auttaa kollegoja Wilmassa." in waiting, "waits for a manager" in waiting) == (True, True)
    confirm_mandate(mandate=mandate, by=scene.manager, seen=fingerprint(mandate))
    confirmed = as_(scene.me.user).get(place).content.decode()
    assert f"{scene.manager.get_full_name()} confirmed it on" in confirmed
    assert "waits for a manager" not in confirmed


def test_the_history_keeps_what_a_profile_said(scene):
    scene.me.headline = "Wilman arki"
    scene.me.save()
    scene.me.weekly_cap = 3
    scene.me.save()
    kept = type(scene.me).pgh_event_model.objects.filter(user=scene.me.user).order_by("pgh_id")
    assert list(kept.values_list("pgh_label", "headline")) == [("insert", ""), ("update", "Wilman arki")]


def test_guidelines_that_one_uses_are_chosen_among_those_of_own_topics(scene):
    own, other = [
        add_guideline(Guideline(institution=scene.house, topic=topic, kind="material", title_fi=name, link=LINK), None)
        for topic, name in zip(scene.topics, ("Oma ohje", "Muun aiheen ohje"), strict=True)
    ]
    me, profile = as_(scene.me.user), reverse("coaches:profile")
    assert me.post(profile, {"topics": [scene.topics[0].pk], "guidelines": [other.pk]}).status_code == 400
    assert me.post(profile, {"topics": [scene.topics[0].pk], "guidelines": [own.pk]}).status_code == 302
    for page in (reverse("coaches:place"), reverse("sessions:coach", args=[scene.me.pk])):
        assert "Oma ohje" in as_(scene.me.user).get(page).content.decode()


def test_pages_ask_a_fixed_number_of_questions(scene, django_assert_max_num_queries):
    for _ in range(6):
        topic = make_topic(scene.house)
        scene.me.topics.add(topic)
        scene.me.guidelines.add(
            add_guideline(
                Guideline(institution=scene.house, topic=topic, kind="material", title_fi="x", link=LINK), None
            )
        )
        scene.me.competences.create(institution=scene.house, topic=topic, level="helps")
    open_all_week(scene.me)
    pages = {reverse("coaches:place"): scene.me, reverse("coaches:competences"): scene.me}
    pages[reverse("sessions:coach", args=[scene.me.pk])] = scene.lead
    for page, reader in pages.items():
        client = as_(reader.user)
        with django_assert_max_num_queries(12):
            client.get(page)
