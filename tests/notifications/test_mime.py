"""What travels is read back by Python's own mail library: same words, nothing added, no line too long."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.mime import as_bytes, one_line
from notifications.registry import Attachment, Invitation, Mail
from organisation.models import User

ANY = st.text(max_size=200)
NASTY = [
    "",
    "a",
    "å" * 120,
    "Ävårö – 😀" * 9,
    'Say "so", \\ or so',
    "=?utf-8?b?aGVp?=",
    "a\r\nBcc: x@y.example",
    "x" * 300,
]


def sent(mail: Mail, **person) -> bytes:
    known = {"email": "aino@opisto.example", "first_name": "Aino", "last_name": "Östman", **person}
    return as_bytes(mail, recipient=User(**known), mail_id="<0123456789abcdef0123@kotipesa.test>")


def read(content: bytes):
    return message_from_bytes(content, policy=policy.default)


def headers(content: bytes) -> list[str]:
    return [line.partition(b":")[0].decode() for line in content.partition(b"\r\n\r\n")[0].split(b"\r\n")]


@settings(deadline=None)
@given(subject=ANY | st.sampled_from(NASTY), name=ANY | st.sampled_from(NASTY))
def test_subject_and_name_are_read_as_they_were_written(subject, name):
    content = sent(Mail(subject=subject, text="x"), first_name=name, last_name="")
    mail = read(content)

    assert " ".join(mail["Subject"].split()) == " ".join(one_line(subject).split())
    # The newer reader of addresses puts a space between encoded words; mail programs and the older one do not.
    shown_name, address = parseaddr(message_from_bytes(content)["To"].replace("\r\n", ""))
    assert address == "aino@opisto.example"
    shown = one_line(name.strip() or address)  # who has no name is called by the address
    assert " ".join(str(make_header(decode_header(shown_name))).split()) == " ".join(shown.split())
    assert mail["Bcc"] is None
    assert all(len(line) <= 998 and line.isascii() for line in content.split(b"\r\n"))


@settings(deadline=None)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=2000))
def test_texts_keep_every_character(text):
    mail = read(sent(Mail(subject="s", text=text, html=f"<p>{text}</p>")))

    plain, html = [part.get_payload(decode=True).decode() for part in mail.iter_parts()]
    assert plain == text.replace("\n", "\r\n")
    assert html == f"<p>{text}</p>".replace("\n", "\r\n")


@pytest.mark.parametrize("name", [name for name in NASTY if name])
def test_files_keep_name_and_content(name):
    content = sent(Mail(subject="s", text="t", attachments=(Attachment(name, b"\x00\xff" * 500, "image/png"),)))

    _text, file = read(content).iter_parts()

    assert file.get_filename() == one_line(name)
    assert file.get_content() == b"\x00\xff" * 500
    assert "Bcc" not in headers(content)


def test_the_calendar_file_stands_last_among_the_alternatives_and_once_as_a_file():
    invitation = Invitation(content=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", method="REQUEST")
    mail = read(sent(Mail(subject="s", text="t", html="<p>t</p>", invitation=invitation)))

    body, file = mail.iter_parts()
    assert [part.get_content_type() for part in body.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    assert list(body.iter_parts())[-1].get_param("method") == "REQUEST"
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    assert {part.get_payload(decode=True) for part in (file, list(body.iter_parts())[-1])} == {invitation.content}


def test_a_plain_mail_is_one_part():
    mail = read(sent(Mail(subject="Hei", text="Moi\n")))
    assert (mail.get_content_type(), mail["Subject"], mail.is_multipart()) == ("text/plain", "Hei", False)
