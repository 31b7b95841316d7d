"""A mail as the bytes that travel."""

import re
from base64 import encodebytes
from collections.abc import Iterator
from email.header import Header
from email.message import Message
from email.policy import Compat32
from email.utils import formataddr, formatdate, parseaddr

from django.conf import settings

from notifications.registry import Attachment, Mail
from organisation.models import User

PLAIN = re.compile("[ -~]{1,76}")


class Wire(Compat32):
    """CRLF lines. Headers that are plain and short, or folded already, are spared the long way through encoding."""

    def fold_binary(self, name: str, value: str) -> bytes:
        lines = f"{name}: {value}".split("\n")
        if all(map(PLAIN.fullmatch, lines)) and all(line.startswith(" ") for line in lines[1:]):
            return "".join(f"{line}\r\n" for line in lines).encode()
        return super().fold_binary(name, value)


WIRE = Wire(linesep="\r\n")
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def one_line(text: str) -> str:
    """`text` fit for a header: no line ends, so that nobody's name can add a header of its own."""
    return CONTROLS.sub(" ", text).strip()


def ascii_address(address: str) -> str:
    """The address as every mail server takes it: the host in its ASCII form. Raises ValueError when it has none."""
    name, _, host = address.rpartition("@")
    if CONTROLS.search(address) or not name.isascii():
        raise ValueError("The address is not one that can be mailed to.")
    return f"{name}@{host.encode('idna').decode()}"


def as_bytes(mail: Mail, *, recipient: User, mail_id: str) -> bytes:
    """The mail with its headers, CRLF lines, 7 bits. The calendar file stands last among the alternatives, where mail
    programs look for it, and once more as a file for those that don't.
    """
    # Two ends of parts that stand in no other mail, nor in this one's text.
    inner, outer = (f"=_{mail_id[1:17]}_{level}" for level in (1, 2))
    content, files = _alternatives(mail, inner), list(_files(mail))
    root = _together("mixed", outer, [content, *files]) if files else content
    root["MIME-Version"] = "1.0"
    root["Subject"] = Header(one_line(mail.subject), "utf-8", header_name="Subject").encode()
    root["From"] = _sender()
    root["To"] = formataddr((one_line(recipient.get_full_name()), ascii_address(recipient.email)))
    root["Date"] = formatdate(usegmt=True)
    root["Message-ID"] = mail_id
    root["Content-Language"] = recipient.language
    # Out-of-office programs leave mails with these unanswered.
    root["Auto-Submitted"] = "auto-generated"
    root["X-Auto-Response-Suppress"] = "All"
    return root.as_bytes(policy=WIRE)


def _sender() -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((one_line(name), address))


def _alternatives(mail: Mail, boundary: str) -> Message:
    parts = [_part("text/plain; charset=utf-8", _lines(mail.text))]
    if mail.html:
        parts.append(_part("text/html; charset=utf-8", _lines(mail.html)))
    if invitation := mail.invitation:
        parts.append(_part(f"text/calendar; charset=utf-8; method={invitation.method}", invitation.content))
    return _together("alternative", boundary, parts) if len(parts) > 1 else parts[0]


def _files(mail: Mail) -> Iterator[Message]:
    attachments = mail.attachments
    if mail.invitation:
        attachments += (Attachment(mail.invitation.name, mail.invitation.content, "application/ics"),)
    for attachment in attachments:
        part = _part(attachment.content_type, attachment.content)
        name = one_line(attachment.name)
        part.add_header("Content-Disposition", "attachment", filename=name if name.isascii() else ("utf-8", "", name))
        yield part


def _together(subtype: str, boundary: str, parts: list[Message]) -> Message:
    whole = Message()
    whole["Content-Type"] = f'multipart/{subtype}; boundary="{boundary}"'
    for part in parts:
        whole.attach(part)
    return whole


def _lines(text: str) -> bytes:
    return "\r\n".join(text.split("\n")).encode(errors="replace")


def _part(content_type: str, content: bytes) -> Message:
    """All is base64: no server on the way can touch a line or its length."""
    part = Message()
    part["Content-Type"] = content_type
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(encodebytes(content).decode())
    return part
