"""The programme's year: clock, goals, self-evaluation, and the report that gathers them."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from insights.models import PublishedCell, PublishedMeasure
from notifications.models import Message
from organisation.calendar import academic_year_of
from organisation.models import Role
from quality import pdf
from quality.exceptions import EvaluationClosed, WrittenMeanwhile
from quality.messages import TaskDue
from quality.models import Factor, Goal, SelfEvaluation, YearTask
from quality.selectors.evaluation import results_of
from quality.selectors.report import report_of
from quality.selectors.year import clock_of, goals_of
from quality.services.evaluation import answer_evaluation, open_evaluation
from quality.services.year import DUE, TEMPLATE, begin_year, mark_task, save_task
from tests.coaching.scene import House
from tests.factories import make_role, make_user

pytestmark = pytest.mark.django_db
STEPS = dict.fromkeys(Factor.values, 3)


@pytest.fixture
def house() -> House:
    return House("koti.example")


def this_year() -> int:
    return academic_year_of(timezone.localdate())


def sign_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def evaluation_of(house: House, year: int, days: int = 14, **place) -> SelfEvaluation:
    closes_on = timezone.localdate() + timedelta(days=days)
    return open_evaluation(institution=house.institution, academic_year=year, closes_on=closes_on, **place)


def answered(house: House, evaluation: SelfEvaluation, people: int, step: int = 3) -> None:
    for _ in range(people):
        answer_evaluation(
            evaluation=evaluation, person=make_user(house.institution), steps=dict.fromkeys(Factor.values, step)
        )


def close(evaluation: SelfEvaluation) -> SelfEvaluation:
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    return SelfEvaluation.objects.select_related("institution").get(pk=evaluation.pk)


def test_a_year_begins_with_the_usual_tasks_and_the_next_with_those_of_the_last(house):
    begun = begin_year(institution=house.institution, academic_year=2026)
    assert [(task.kind, task.due.month, task.due.day) for task in begun] == list(TEMPLATE)
    assert begin_year(institution=house.institution, academic_year=2026) == []
    YearTask.objects.filter(pk=begun[0].pk).update(
        owner=house.people["coach"], words="Tunnit julki", done_on=date(2026, 9, 1)
    )

    following = begin_year(institution=house.institution, academic_year=2027)

    first = min(following, key=lambda task: task.due)
    assert (first.name, first.due, first.owner, first.done_on) == (
        *("Tunnit julki", date(2027, 8, 31), house.people["coach"], None),
    )
    assert len(following) == len(TEMPLATE)


def test_a_leap_day_is_kept_within_the_next_february(house):
    about = {"institution": house.institution, "academic_year": 2027, "kind": "train"}
    YearTask.objects.create(**about, due=date(2028, 2, 29))
    [task] = begin_year(institution=house.institution, academic_year=2028)
    assert task.due == date(2029, 2, 28)


def test_the_owner_is_reminded_until_the_task_is_done_or_has_another_day(house, time_machine):
    time_machine.move_to("2026-10-01 09:00+03:00")
    owner = house.people["coach"]
    about = {"institution": house.institution, "academic_year": 2026, "kind": "train", "owner": owner}
    task = save_task(task=YearTask(**about, due=date(2026, 10, 31)))
    assert Message.objects.filter(kind=DUE, recipient=owner).count() == 2
    assert "Koulutetaan" in TaskDue().render(DUE, TaskDue().load(task.pk, task.revision), owner).text

    old = task.revision
    task.due = date(2026, 11, 30)
    save_task(task=task, revision=old)
    assert TaskDue().load(task.pk, old) is None
    mark_task(task=task, done=True, today=timezone.localdate())
    assert TaskDue().load(task.pk, task.revision) is None


def test_two_who_edit_a_task_never_overwrite_each_other(house):
    about = {"institution": house.institution, "academic_year": this_year(), "kind": "train"}
    task = save_task(task=YearTask(**about, due=timezone.localdate()))
    save_task(task=YearTask.objects.get(pk=task.pk), revision=0)
    with pytest.raises(WrittenMeanwhile):
        save_task(task=YearTask.objects.get(pk=task.pk), revision=0)
    data = {"revision": "0", "kind": "train", "due": timezone.localdate().isoformat(), "words": "Omat sanat"}
    answer = sign_in(house.people["coordinator"]).post(reverse("quality:task", args=[task.pk]), data)
    assert (answer.status_code, "Omat sanat" in answer.content.decode()) == (409, True)


def test_the_circle_begins_with_august_at_the_top(house):
    for month, day in ((8, 1), (2, 1)):
        YearTask.objects.create(
            institution=house.institution, academic_year=2026, kind="train", due=date(2026 + (month < 8), month, day)
        )
    clock = clock_of(house.institution, 2026, date(2026, 11, 1))
    (top, bottom) = clock.dots
    assert abs(top.x - 150) < 5
    assert top.y < 50
    assert abs(bottom.x - 150) < 5
    assert bottom.y > 250
    assert [dot.state for dot in clock.dots] == ["late", "ahead"]
    assert clock_of(house.institution, 2020, date(2026, 11, 1)).now is None


def test_of_an_open_evaluation_nothing_is_shown_and_of_few_answers_neither(house):
    evaluation = evaluation_of(house, this_year())
    answered(house, evaluation, 5)
    assert all(result.now is None for result in results_of(evaluation))
    assert all(result.now == 3 for result in results_of(close(evaluation)))

    few = evaluation_of(house, this_year(), site=house.site)
    answered(house, few, 4)
    assert all(result.now is None for result in results_of(close(few)))


def test_the_year_before_stands_beside(house):
    before = evaluation_of(house, this_year() - 1)
    answered(house, before, 5, step=2)
    close(before)
    evaluation = evaluation_of(house, this_year())
    answered(house, evaluation, 6, step=4)
    assert {(result.now, result.before) for result in results_of(close(evaluation))} == {(4, 2)}


def test_a_second_answer_takes_the_place_of_the_first_and_a_late_one_is_refused(house):
    evaluation, coach = evaluation_of(house, this_year()), house.people["coach"]
    for step in (1, 4):
        answer_evaluation(evaluation=evaluation, person=coach, steps=dict.fromkeys(Factor.values, step))
    assert set(evaluation.answers.values_list("step", flat=True)) == {4}
    assert evaluation.answers.count() == len(Factor)
    with pytest.raises(EvaluationClosed):
        answer_evaluation(evaluation=close(evaluation), person=coach, steps=STEPS)


def test_one_a_year_and_place(house):
    assert evaluation_of(house, 2026) == evaluation_of(house, 2026)
    assert evaluation_of(house, 2026) != evaluation_of(house, 2026, site=house.site)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"closes_on": "2020-01-01"}, "four months"),
        ({"closes_on": ""}, "required"),
        ({"site": "0"}, "valid choice"),
    ],
)
def test_an_evaluation_that_cannot_be_is_refused_with_a_sentence(house, wrong, words):
    admin = house.people["programme_admin"]
    admin.language = "en"
    admin.save()
    data = {"closes_on": (timezone.localdate() + timedelta(days=7)).isoformat()} | wrong
    answer = sign_in(admin).post(reverse("quality:evaluation_add"), data)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not SelfEvaluation.objects.exists()


def published(house: House, kind: str, starts_on: date, helps: int, persons: int, **measures) -> None:
    about = {"institution": house.institution, "kind": kind, "starts_on": starts_on}
    shown = {"shows_helps": True, "shows_minutes": True}
    PublishedCell.objects.create(
        **about, dimension="total", value="", helps=helps, minutes=60 * helps, persons=persons, coaches=9, **shown
    )
    for name, number in measures.items():
        PublishedMeasure.objects.create(**about, name=name, number=number)


def test_a_goal_reads_the_closed_year_or_its_autumn_until_then(house):
    about = {"institution": house.institution, "academic_year": 2025}
    for indicator, target in (("persons", 100), ("new_met", 90), ("reached", 30), ("hours", 10)):
        Goal.objects.create(**about, text="Tavoite", indicator=indicator, target=target)
    assert [each.now for each in goals_of(house.institution, 2025)] == [None] * 4

    published(house, "half", date(2025, 8, 1), 40, 20)
    assert [each.now for each in goals_of(house.institution, 2025)] == [20, None, None, 40]
    published(house, "year", date(2024, 8, 1), 90, 60)
    published(house, "year", date(2025, 8, 1), 110, 70, staff=200, new=20, new_met=15)
    found = goals_of(house.institution, 2025)
    assert [(each.now, each.before) for each in found] == [(70, 60), (75, None), (35, None), (110, 90)]
    assert [each.is_reached for each in found] == [False, False, True, True]
    assert (found[0].trend, found[1].trend, found[0].percent) == ("up", "", 70)


def test_the_report_takes_few_queries_and_names_nobody(house, django_assert_max_num_queries):
    published(house, "year", date(2025, 8, 1), 110, 70, staff=200)
    begin_year(institution=house.institution, academic_year=2025)
    manager = house.people["manager"]
    client, page = sign_in(manager), f"{reverse('quality:report')}?year=2025"
    client.get(page)
    with django_assert_max_num_queries(12):
        words = client.get(page).content.decode()
    assert "110" in words
    teacher = house.people["teacher"]
    assert teacher.get_full_name() not in words
    assert report_of(house.institution, 2025, timezone.localdate()).period.code == "year-2025-08"


def test_the_report_is_a_file_in_the_readers_language(house):
    published(house, "year", date(2025, 8, 1), 110, 70)
    for language in ("fi", "sv", "en"):
        manager = house.people["manager"]
        manager.language = language
        manager.save()
        answer = sign_in(manager).get(f"{reverse('quality:report_pdf')}?year=2025")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
        assert "attachment" in answer["Content-Disposition"]


def test_a_machine_that_draws_no_files_shows_the_page_that_prints(house, monkeypatch):
    def lacks_pango(name):
        raise OSError("cannot load library 'libpango-1.0-0'")

    pdf._library.cache_clear()
    monkeypatch.setattr(pdf, "import_module", lacks_pango)
    answer = sign_in(house.people["manager"]).get(reverse("quality:report_pdf"), follow=True)
    pdf._library.cache_clear()
    assert answer.redirect_chain[-1][0].startswith(reverse("quality:report"))
    assert "PDF" in answer.content.decode()


def test_a_file_fetches_nothing(house):
    html = '<img src="file:///etc/hostname"><img src="http://127.0.0.1:9/x.png"><p>Teksti</p>'
    assert pdf.as_pdf(html).startswith(b"%PDF-")


def test_a_coordinator_of_a_site_opens_one_for_it_and_for_no_other(house):
    person = make_user(house.institution)
    make_role(person, Role.Kind.COORDINATOR, site=house.site)
    client, day = sign_in(person), (timezone.localdate() + timedelta(days=7)).isoformat()
    assert client.post(reverse("quality:evaluation_add"), {"closes_on": day}).status_code == 400
    here = {"closes_on": day, "site": house.site.pk}
    assert client.post(reverse("quality:evaluation_add"), here).status_code == 302
    there = {"closes_on": day, "site": house.far_site.pk}
    assert client.post(reverse("quality:evaluation_add"), there).status_code == 400


def test_figures_of_the_institution_are_for_those_whose_scope_it_is(house):
    """A coach, and who looks after a site, read goals without figures, and no report."""
    published(house, "half", date(this_year(), 8, 1), 4321, 1234)
    Goal.objects.create(
        institution=house.institution, academic_year=this_year(), text="Tavoite", indicator="helps", target=99
    )
    for name, reads in (("coach", False), ("site_coordinator", False), ("coordinator", True), ("manager", True)):
        client = sign_in(house.people[name])
        words = client.get(reverse("quality:goals")).content.decode()
        assert ("Tavoite" in words, "4321" in words.replace("\xa0", "")) == (True, reads), name
        assert client.get(reverse("quality:report")).status_code == (200 if reads else 403)
