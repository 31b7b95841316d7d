"""Answers to invitations as files: of all sorts of programs, of none, and of whole folders for the command."""

import io
import sys
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from sessions.reply_files import LARGEST, NotAReply, answers_in
from sessions.services.replies import Outcome
from tests.sessions.test_replies import answer_to, record, reply_of

pytestmark = pytest.mark.django_db


BAD_FILES = [
    (b"", "no calendar file"),
    (b"\x00\xff\xfe", "no calendar file"),
    (b"Hello", "no calendar file"),
    (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "method is not REPLY"),
    (b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n", "method is not REPLY"),
    (b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n", "answers nothing"),
    (b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n", "cannot be read"),
    (b"BEGIN:VCALENDAR" + b"x" * LARGEST, "too large"),
]


@pytest.mark.parametrize(("content", "reason"), BAD_FILES)
def test_what_is_no_answer_is_refused_in_words(content, reason):
    with pytest.raises(NotAReply, match=reason):
        answers_in(content)


@pytest.mark.parametrize(
    "change",
    [{"SEQUENCE": "x"}, {"SEQUENCE": "-1"}, {"SEQUENCE": str(2**40)}, {"UID": ""}],
)
def test_an_answer_with_a_part_that_makes_no_sense_answers_nothing(day, change):
    with pytest.raises(NotAReply, match="answers nothing"):
        answers_in(answer_to(day.book(), day.anna, **change))


@pytest.mark.parametrize("partstat", ["NEEDS-ACTION", "DELEGATED", "X-PERHAPS"])
def test_who_says_neither_yes_nor_no_says_nothing(day, partstat):
    with pytest.raises(NotAReply, match="answers nothing"):
        answers_in(answer_to(day.book(), day.anna, partstat))


@pytest.mark.parametrize("stamp", ["nonsense", "20260101", "20260101T100000"])
def test_an_answer_without_an_instant_counts_as_of_now(day, stamp):
    session = day.book()
    assert record(answer_to(session, day.anna, DTSTAMP=stamp)) is Outcome.RECORDED
    assert abs(session.participations.get(person=day.anna).replied_at - timezone.now()) < timedelta(minutes=1)


def test_an_answer_in_a_mail_is_found_as_it_comes_from_outlook_and_google(day):
    session = day.book()
    content = answer_to(session, day.anna, "TENTATIVE")
    mail = EmailMessage()
    mail["Subject"] = "Ehkä: Wilma"
    mail.set_content("Ehkä")
    mail.add_alternative(content, maintype="text", subtype="calendar", params={"method": "REPLY"})
    mail.add_attachment(content, maintype="application", subtype="ics", filename="invite.ics")
    assert record(mail.as_bytes()) is Outcome.RECORDED
    assert reply_of(session, day.anna)[0] == "tentative"


def test_a_file_with_a_byte_order_mark_and_old_line_ends_is_read(day):
    content = b"\xef\xbb\xbf" + answer_to(day.book(), day.anna).replace(b"\r\n", b"\n")
    assert record(content) is Outcome.RECORDED


def read(*arguments):
    out = io.StringIO()
    call_command("read_replies", *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


def test_a_folder_is_read_and_each_file_told_of(day, tmp_path):
    session = day.book()
    (tmp_path / "1.ics").write_bytes(answer_to(session, day.anna))
    (tmp_path / "2.ics").write_bytes(answer_to(session, day.bea))
    (tmp_path / "3.txt").write_bytes(b"Hello")
    (tmp_path / ".hidden").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    assert read(tmp_path) == [
        "1.ics: declined; recorded.",
        "2.ics: declined; nobody in the session has that address.",
        "3.txt: this is no answer to an invitation: there is no calendar file in it.",
    ]
    assert read(tmp_path)[0] == "1.ics: declined; known already."
    assert len(read("--remove", tmp_path)) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == [".hidden", "folder"]


def test_one_answer_comes_by_standard_input(day, monkeypatch):
    session = day.book()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(answer_to(session, day.anna))))
    assert read() == ["standard input: declined; recorded."]
    assert reply_of(session, day.anna) == ("declined", 0)


def test_no_folder_is_said(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        read(tmp_path / "nowhere")


def test_its_words_name_nobody(day, tmp_path):
    (tmp_path / "1.ics").write_bytes(answer_to(day.book(), day.anna))
    [line] = read(tmp_path)
    assert day.anna.email not in line
    assert day.anna.last_name not in line
