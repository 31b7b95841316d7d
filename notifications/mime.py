"""A mail as the bytes that travel. A library's writer takes three times as long, which is felt when a thousand mails
go out at once; the tests read everything back with that library.
"""

import re
from base64 import b64encode, encodebytes
from collections.abc import Iterator
from email.utils import formatdate, parseaddr
from functools import lru_cache

from django.conf import settings

from notifications import clock
from notifications.registry import Attachment, Mail
from organisation.models import User

PLAIN = re.compile("[ -~]*")
SPECIAL = re.compile(r'[][\\()<>@,:;".]')
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
LINE = 76
"""Characters that a line of a header may have (RFC 5322 asks for 78 at most, RFC 2047 for 76)."""
WORD = 39
"""Bytes of text that fit into an encoded word beside the longest name of a header."""

NAME = 300
"""Bytes of a file's name: each may take three characters of a line, which may have 998 (RFC 5322)."""


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
    headers = {
        "MIME-Version": "1.0",
        "Subject": _words(one_line(mail.subject)),
        "From": _mailbox(*_sender(settings.DEFAULT_FROM_EMAIL)),
        "To": _mailbox(one_line(recipient.get_full_name()), ascii_address(recipient.email)),
        "Date": formatdate(clock.now().timestamp(), usegmt=True),
        "Message-ID": mail_id,
        "Content-Language": recipient.language,
        # Out-of-office programs leave mails with these unanswered.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        **_unsubscribing(mail.unsubscribe),
    }
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode() + _content(mail, mail_id)


def _unsubscribing(url: str) -> dict[str, str]:
    """What mail programs make a button of (RFC 8058). The address is one of ours: no line ends, no brackets."""
    if not url:
        return {}
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _content(mail: Mail, mail_id: str) -> bytes:
    # Two ends of parts that stand in no other mail, nor in this one's text.
    inner, outer = (f"=_{mail_id[1:17]}_{level}" for level in (1, 2))
    calendar = _encoded(mail.invitation.content) if mail.invitation else b""
    content, files = _alternatives(mail, calendar, inner), list(_files(mail, calendar))
    return _together("mixed", outer, [content, *files]) if files else content


def _alternatives(mail: Mail, calendar: bytes, boundary: str) -> bytes:
    parts = [_part("text/plain; charset=utf-8", _encoded(_lines(mail.text)))]
    if mail.html:
        parts.append(_part("text/html; charset=utf-8", _encoded(_lines(mail.html))))
    if mail.invitation:
        parts.append(_part(f"text/calendar; charset=utf-8; method={mail.invitation.method}", calendar))
    return _together("alternative", boundary, parts) if len(parts) > 1 else parts[0]


def _files(mail: Mail, calendar: bytes) -> Iterator[bytes]:
    for attachment in mail.attachments:
        yield _part(attachment.content_type, _encoded(attachment.content), _disposition(attachment))
    if invitation := mail.invitation:
        file = Attachment(invitation.name, invitation.content, "application/ics")
        yield _part(file.content_type, calendar, _disposition(file))


def _disposition(attachment: Attachment) -> str:
    """Names outside ASCII by RFC 2231; cut to what fits into a line."""
    name = one_line(attachment.name).encode()[:NAME].decode(errors="ignore")
    if PLAIN.fullmatch(name) and "=?" not in name:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'attachment; filename="{quoted}"'
    encoded = "".join(f"%{byte:02X}" for byte in name.encode())
    return f"attachment; filename*=utf-8''{encoded}"


def _together(subtype: str, boundary: str, parts: list[bytes]) -> bytes:
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()
    start = f"--{boundary}\r\n".encode()
    return head + b"".join(start + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()


def _part(content_type: str, encoded: bytes, disposition: str = "") -> bytes:
    """All is base64: no server on the way can touch a line or its length."""
    head = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\n"
    head += f"Content-Disposition: {disposition}\r\n" if disposition else ""
    return head.encode() + b"\r\n" + encoded


def _lines(text: str) -> bytes:
    return "\r\n".join(text.split("\n")).encode(errors="replace")


def _encoded(content: bytes) -> bytes:
    return encodebytes(content).replace(b"\n", b"\r\n")


def sender_address() -> str:
    """The address that mails come from."""
    return _sender(settings.DEFAULT_FROM_EMAIL)[1]


@lru_cache(maxsize=1)
def _sender(configured: str) -> tuple[str, str]:
    name, address = parseaddr(configured)
    return one_line(name), address


def _mailbox(name: str, address: str) -> str:
    """A name and an address as a header has them (RFC 5322, RFC 2047)."""
    if not name:
        return address
    if not PLAIN.fullmatch(name) or "=?" in name or len(name) > LINE:
        words = _words(name)
    elif SPECIAL.search(name):
        words = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    else:
        words = name
    gap = " " if len(words) + len(address) < LINE - len("From: ") - 3 else "\r\n "
    return f"{words}{gap}<{address}>"


def _words(text: str) -> str:
    """`text` for a header: as it is when it is short and plain, else in encoded words, one a line (RFC 2047)."""
    if PLAIN.fullmatch(text) and len(text) < LINE - len("Subject: ") and "=?" not in text:
        return text
    return "\r\n ".join(f"=?utf-8?b?{b64encode(piece.encode()).decode()}?=" for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    """`text` in pieces that fit into an encoded word, cut between characters."""
    piece, size = "", 0
    for char in text:
        width = len(char.encode())
        if size + width > WORD:
            yield piece
            piece, size = "", 0
        piece, size = piece + char, size + width
    yield piece
