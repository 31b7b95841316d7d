"""Lists saved as tables: what is narrowed down and in scope, no free text, and nothing that could calculate."""

import csv
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from coaches.models import Team
from coordination.models import Change
from coordination.services.letters import write_letter
from notifications.models import Message
from organisation.models import User
from tests.coordination.asking import SECRET
from tests.coordination.board_scene import WEEK, browser
from tests.factories import make_institution, make_role, make_user

pytestmark = pytest.mark.usefixtures("clock")


def saved(person: User, name: str, query: str = "?", form: str = "csv") -> bytes:
    answer = browser(person).get(reverse(f"coordination:{name}") + f"{query}&as={form}")
    assert (answer.status_code, f".{form}" in answer["Content-Disposition"]) == (200, True)
    return b"".join(answer.streaming_content)


def rows(person: User, name: str, query: str = "?") -> list[dict[str, str]]:
    text = saved(person, name, query).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def test_requests_are_saved_as_they_are_narrowed_down(asking):
    User.objects.filter(pk=asking.coordinator.pk).update(language="en")
    asking.ask(weekdays=[2, 4], parts=["morning"], people=3, group="Salainen tiimi")
    asking.ask(topic=asking.other_topic, person=asking.person(first_name="=1+1", last_name="Niemi"))
    found = rows(asking.coordinator, "requests_export", f"?view=scope&topic={asking.topic.pk}")
    assert len(found) == 1
    asked = {head: found[0][head] for head in ("E-mail", "How many people", "Days that suit", "State")}
    assert asked == {
        "E-mail": asking.teacher.email,
        "How many people": "3",
        "Days that suit": "Tue, Thu",
        "State": "waiting",
    }
    everything = saved(asking.coordinator, "requests_export").decode()
    assert [SECRET in everything, "Salainen" in everything, ";'=1+1 Niemi;" in everything] == [False, False, True]


def test_a_workbook_holds_text_where_a_cell_could_calculate(asking):
    asking.ask(person=asking.person(first_name="=1+1", last_name="Niemi"))
    (_heads, row) = load_workbook(BytesIO(saved(asking.coordinator, "requests_export", form="xlsx"))).active.iter_rows()
    cell = next(cell for cell in row if cell.value == "=1+1 Niemi")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_requests_out_of_scope_are_neither_saved_nor_chosen(asking):
    near, far = asking.person(), asking.person()
    make_role(near, "coordinator", site=asking.site)
    make_role(far, "coordinator", site=asking.far_site)
    stranger = make_user(make_institution())
    make_role(stranger, "coordinator")
    asking.ask()
    assert [len(rows(person, "requests_export")) for person in (near, far, stranger)] == [1, 0, 0]
    answer = browser(far).get(reverse("coordination:requests_export"), {"site": asking.site.pk})
    assert answer.status_code == 400


def test_sessions_are_saved_as_the_list_is_narrowed_down(board):
    board.book(board.liisa, board.jonna)
    board.book(board.olli, board.salla, 2, topic=board.secret)
    board.book(board.olli, board.salla, 24 * 7)
    found = rows(board.coordinator, "board_export", f"{WEEK}&view=list")
    assert [(row["Begins"], row["Helped"], row["Minutes"]) for row in found] == [
        ("2.12.2026 10:00", "Jonna Virtanen", "60"),
        ("2.12.2026 12:00", "Salla Salonen", "60"),
    ]
    found = rows(board.coordinator, "board_export", f"{WEEK}&view=list&site={board.far.pk}")
    assert [row["Topic"] for row in found] == ["Hush-hush"]


def test_sessions_out_of_scope_are_not_saved(board):
    board.book(board.liisa, board.jonna)
    board.book(board.liisa, board.salla, 2, topic=board.secret)
    board.book(board.olli, board.salla, 4)
    assert [row["Helped"] for row in rows(board.near_coordinator, "board_export", WEEK)] == ["Jonna Virtanen"]
    assert len(rows(board.admin, "board_export", WEEK)) == 3
    address = reverse("coordination:board_export")
    assert browser(board.near_coordinator).get(f"{address}{WEEK}&site={board.far.pk}").status_code == 400


def test_a_table_speaks_the_readers_language_and_zone(board):
    User.objects.filter(pk=board.coordinator.pk).update(language="sv")
    board.book(board.liisa, board.jonna)
    with timezone.override("UTC"):
        (row,) = rows(board.coordinator, "board_export", WEEK)
    assert [row["Börjar"], row["Läge"]] == ["2.12.2026 10:00", "bekräftat"]


@pytest.mark.parametrize("name", ["requests_export", "board_export"])
def test_another_format_is_a_404(board, name):
    assert browser(board.coordinator).get(reverse(f"coordination:{name}"), {"as": "ods"}).status_code == 404


def test_a_table_takes_a_fixed_number_of_queries(board, django_assert_max_num_queries):
    for number in range(20):
        board.book(board.coach("Aino", f"Aalto{number}", board.near), board.person("Eero", "Eerola"))
    client = browser(board.coordinator)
    with django_assert_max_num_queries(12):
        answer = client.get(reverse("coordination:board_export") + WEEK + "&as=csv")
    assert b"".join(answer.streaming_content).count(b"Eero Eerola") == 20


def test_the_coordinators_other_lists_are_saved_too(asking):
    """Announcements without their text, changes, mails without their words, and teams; each in scope alone."""
    house, today = asking.institution, timezone.localdate()
    User.objects.filter(institution=house).update(language="en")
    write_letter(person=asking.teacher, subject="=1+1", text=SECRET, by=asking.coordinator, key=uuid4())
    Message.objects.update(due_at=timezone.now())  # it is due by the database's clock, which goes on
    Change.objects.create(institution=house, day=today, text_fi="Uusi arviointi", site=asking.site)
    Team.objects.create(institution=house, name_fi="Tiimi").members.set([asking.coach])
    (letter,) = rows(asking.coordinator, "letters_export")
    assert (letter["Subject"], letter["To whom"]) == ("'=1+1", asking.teacher.get_full_name())
    (change,) = rows(asking.coordinator, "changes_export")
    assert (change["Change"], change["From"]) == ("Uusi arviointi", f"{today:%-d.%-m.%Y}")
    (mail,) = rows(asking.coordinator, "messages_export", "?state=")
    assert (mail["Message"], mail["E-mail"]) == ("A letter", asking.teacher.email)
    (found,) = rows(asking.coordinator, "teams_export")
    assert (found["Team"], found["Members"], found["From elsewhere"]) == ("Tiimi", str(asking.coach), "0")
    for name in ("letters", "changes", "messages", "teams"):
        assert SECRET not in saved(asking.coordinator, f"{name}_export").decode()
    far = asking.person()
    make_role(far, "coordinator", site=asking.far_site)
    assert [rows(far, f"{name}_export") for name in ("letters", "messages")] == [[], []]
