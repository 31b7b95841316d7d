"""A mail as the bytes that travel."""

import re
from email.charset import QP, Charset
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import Compat32
from email.utils import formataddr, formatdate, parseaddr

from django.conf import settings

from notifications.registry import Attachment, Invitation, Mail
from organisation.models import User


class Wire(Compat32):
    """CRLF lines. Most headers are short and plain, and are spared the long way through folding and encoding."""

    def fold_binary(self, name: str, value: str) -> bytes:
        line = f"{name}: {value}"
        if len(line) < 77 and line.isascii() and line.isprintable():
            return f"{line}\r\n".encode()
        return super().fold_binary(name, value)


WIRE = Wire(linesep="\r\n")
READABLE = Charset("utf-8")
READABLE.body_encoding = QP
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
    inner, outer = (f"=_{mail_id.strip('<>').partition('@')[0]}_{level}" for level in (1, 2))
    content = _alternatives(mail, inner)
    files = [_file(attachment) for attachment in _files(mail)]
    root = _together("mixed", outer, [content, *files]) if files else content
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


def _together(subtype: str, boundary: str, parts: list[MIMEBase]) -> MIMEMultipart:
    for part in parts:
        del part["MIME-Version"]  # it belongs to the whole mail only
    return MIMEMultipart(subtype, boundary, parts)


def _alternatives(mail: Mail, boundary: str) -> MIMEBase:
    parts: list[MIMEBase] = [_text(mail.text, "plain")]
    if mail.html:
        parts.append(_text(mail.html, "html"))
    if mail.invitation:
        parts.append(_calendar(mail.invitation))
    return _together("alternative", boundary, parts) if len(parts) > 1 else parts[0]


def _text(text: str, subtype: str) -> MIMEText:
    return MIMEText(text, subtype, READABLE)  # type: ignore[arg-type]  # a Charset is meant, as its own body says


def _calendar(invitation: Invitation) -> MIMEBase:
    part = MIMEText(invitation.content.decode(), "calendar", "utf-8")
    part.set_param("method", invitation.method)
    return part


def _files(mail: Mail) -> tuple[Attachment, ...]:
    if mail.invitation is None:
        return mail.attachments
    return (*mail.attachments, Attachment(mail.invitation.name, mail.invitation.content, "application/ics"))


def _file(attachment: Attachment) -> MIMEBase:
    main, _, sub = attachment.content_type.partition("/")
    part = MIMEApplication(attachment.content, sub)
    part.replace_header("Content-Type", f"{main}/{sub}")
    part.add_header("Content-Disposition", "attachment", filename=one_line(attachment.name))
    return part
