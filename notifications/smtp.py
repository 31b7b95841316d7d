"""The way to the mail server: one connection for many mails, and a deadline over each whole delivery."""

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from threading import Event, Thread
from time import monotonic

from django.conf import settings
from django.core.mail.utils import DNS_NAME

from notifications.mime import sender_address

DEADLINE = 10.0
"""Seconds for one delivery from the first word to the last. smtplib's own timeout starts anew with every read."""
LOOK_EVERY = 0.25
"""Seconds between two looks at the clock, so much later than the deadline a call may be cut."""

HUNG_UP = 421
TOO_LARGE = 552
# What a server says of us, not of the mail: not let in, not like this. The operator mends it, the mail waits.
OUR_FAULT = (530, 534, 535, 538)
# Said after the whole mail, these are of the recipient's mailbox: none, another's, full, not allowed.
OF_THE_ADDRESS = (550, 551, 552, 553)


class Trouble(Exception):
    """The server can't be reached, or doesn't let us in: no other mail would fare better now."""


class Later(Exception):
    """This mail was not taken now and may be later."""


class Refused(Exception):
    """The server will never take this mail; the text is the server's own."""

    is_of_the_address = False
    """Whether it says of the recipient's address, not of this mail, that it takes nothing."""


class MailServer:
    """A connection to the mail server of the settings, opened when it is first needed and again when it was dropped."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._ends = inf
        self._closed = Event()

    def __enter__(self) -> "MailServer":
        Thread(target=self._guard, name="mail deadline", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()
        self._leave(politely=True)

    def open(self) -> None:
        """Be connected and let in. Raises Trouble."""
        if self._smtp is None:
            with self._deadline():
                self._connect()

    def send(self, to: str, content: bytes) -> None:
        """Have the server take `content` for the address `to`. Raises Later, Refused or Trouble.

        After Later the server may have taken it all the same, when it went silent after the last word.
        """
        with self._deadline():
            self._start_mail(len(content))
            try:
                self._expect("rcpt", self._server.rcpt(to), 250, 251)
                self._expect("data", self._server.data(content), 250)
            except smtplib.SMTPDataError as error:
                self._expect("data", (error.smtp_code, error.smtp_error))
            except (OSError, smtplib.SMTPException) as error:
                raise Later(self._why(error)) from error

    @property
    def _server(self) -> smtplib.SMTP:
        """The open connection, as long as there is time."""
        if self._smtp is None or monotonic() > self._ends:
            raise smtplib.SMTPServerDisconnected("no connection")
        return self._smtp

    def _start_mail(self, size: int) -> None:
        """Say whom the mail is from. Servers hang up between mails; nothing was sent yet, so call again."""
        try:
            try:
                reply = self._say_sender(size)
            except (smtplib.SMTPServerDisconnected, ConnectionError):
                reply = HUNG_UP, b""
            if reply[0] == HUNG_UP:
                self._leave()
                self._connect()
                reply = self._say_sender(size)
        except (OSError, smtplib.SMTPException) as error:
            raise Trouble(self._why(error)) from error
        self._expect("mail", reply, 250)

    def _say_sender(self, size: int) -> tuple[int, bytes]:
        options = [f"size={size}"] if self._server.has_extn("size") else []
        return self._server.mail(sender_address(), options)

    def _expect(self, step: str, reply: tuple[int, bytes | str], *codes: int) -> None:
        """Raises what follows from a reply other than `codes`, with the connection ready for the next mail."""
        code, words = reply
        if code in codes:
            return
        verdict = _verdict(step, code, words)
        if isinstance(verdict, Trouble) or code == HUNG_UP:
            self._leave(politely=True)
        else:
            with suppress(smtplib.SMTPException, OSError):
                self._server.rset()
        raise verdict

    def _connect(self) -> None:
        """Raises Trouble."""
        try:
            self._smtp = _unconnected()
            self._let_in(self._smtp)
        except (OSError, smtplib.SMTPException) as error:
            raise Trouble(self._why(error)) from error

    def _let_in(self, smtp: smtplib.SMTP) -> None:
        code, words = smtp.connect(settings.EMAIL_HOST, settings.EMAIL_PORT)
        if code != 220:
            raise smtplib.SMTPConnectError(code, words)
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        if smtp.sock is not None:
            smtp.sock.settimeout(DEADLINE)

    @contextmanager
    def _deadline(self) -> Iterator[None]:
        """All that is said within is cut short when the time is over."""
        self._ends = monotonic() + DEADLINE
        try:
            yield
        finally:
            self._ends = inf

    def _guard(self) -> None:
        """Cut a connection that is late, so that whoever waits for the server wakes up. Runs in a thread of its own."""
        while not self._closed.wait(LOOK_EVERY):
            sock = getattr(self._smtp, "sock", None)
            if monotonic() > self._ends and sock is not None:
                # The plain socket's shutdown also under TLS, whose own would wait for the other side.
                with suppress(OSError):
                    socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def _why(self, error: Exception) -> str:
        """Leave a connection that failed, and say how it did."""
        self._leave()
        if monotonic() >= self._ends:
            return f"The mail server was not done in {DEADLINE:g} seconds."
        if isinstance(error, smtplib.SMTPResponseException):
            return _words(error.smtp_code, error.smtp_error)
        return f"{type(error).__name__}: {error}"

    def _leave(self, politely: bool = False) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                leave: Callable[[], object] = smtp.quit if politely else smtp.close
                leave()


def _unconnected() -> smtplib.SMTP:
    """Without an address it doesn't connect yet, so that the deadline can reach the connection from the start."""
    name, timeout = DNS_NAME.get_fqdn(), float(settings.EMAIL_TIMEOUT or DEADLINE)
    if settings.EMAIL_USE_SSL:
        return smtplib.SMTP_SSL(local_hostname=name, timeout=timeout, context=ssl.create_default_context())
    return smtplib.SMTP(local_hostname=name, timeout=timeout)


def _verdict(step: str, code: int, words: bytes | str) -> Exception:
    """What an answer at "mail", "rcpt" or "data" says: of us, of this mail now, of it for good, or of the address.

    Before the recipient was named it can't be about the recipient, unless the mail is too large.
    """
    said = _words(code, words)
    if code in OUR_FAULT or step == "mail" and (code == HUNG_UP or code >= 500 and code != TOO_LARGE):
        return Trouble(said)
    if code < 500:
        return Later(said)
    refused = Refused(said)
    refused.is_of_the_address = step == "rcpt" or step == "data" and code in OF_THE_ADDRESS
    return refused


def _words(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
