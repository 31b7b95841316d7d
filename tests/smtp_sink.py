"""A real SMTP server in a thread, that keeps what it takes and can be told to misbehave."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

Answer = Callable[[str, str], str | None]
"""Called in a thread with a step ("connect", "mail", "rcpt", "data") and the address it is about (or the client's port
at "connect"); may block. What it returns is the server's answer, None lets the server answer as usual. "data" comes
after the content arrived and before its 250: a mail counts as taken when the answer is 250 or None.
"""
Watch = Callable[[str, int, bytes], None]
"""Told in a thread, before the server says its word: the step, the port of the client, and at "data" what was taken."""


logging.getLogger("mail.log").setLevel(logging.WARNING)


class Sink:
    """`with Sink() as sink:` listens at `sink.port` of the loopback address."""

    def __init__(self, answer: Answer | None = None, port: int = 0) -> None:
        self.answer = answer
        self.watch: Watch | None = None
        self.port = port
        self.contents: list[bytes] = []
        self.times: list[float] = []
        self.acknowledged: list[bytes] = []
        """What was taken and said so: the 250 went out on an open connection."""
        self.drops: Callable[[bytes], bool] | None = None
        """Whether the call ends right after this mail was taken and said so."""
        self.connections = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._protocols: set[SMTP] = set()

    def __enter__(self) -> "Sink":
        self._thread.start()
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        self._do(self._cancel())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def mails(self) -> list[EmailMessage]:
        """What was taken, in order."""
        return [message_from_bytes(content, policy=policy.default) for content in self.contents]

    def open(self) -> None:
        """Listen, at the same port as before."""
        self._server = self._do(self._loop.create_server(self._make, "127.0.0.1", self.port))
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Be gone: no new connection, and none of the old."""
        self._do(self._stop())
        self.hang_up()

    async def _stop(self) -> None:
        # On the loop's own thread: elsewhere it would race with the end of the last connection.
        self._server.close()

    def hang_up(self, port: int | None = None) -> None:
        """Close every open connection, as servers do with idle ones; or that of the client at `port`."""
        self._loop.call_soon_threadsafe(self._hang_up, port)

    def _do(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    def _make(self) -> SMTP:
        self.connections += 1
        protocol = Protocol(self, hostname="sink.example")
        self._protocols.add(protocol)
        return protocol

    def _hang_up(self, port: int | None) -> None:
        for protocol in [each for each in self._protocols if port in (None, each.client_port)]:
            if protocol.transport is not None:
                protocol.transport.abort()
            self._protocols.discard(protocol)

    async def _cancel(self) -> None:
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def ask(self, step: str, about: str, port: int) -> str | None:
        if step != "data":
            await self.tell(step, port)
        return await asyncio.to_thread(self.answer, step, about) if self.answer else None

    async def tell(self, step: str, port: int, taken: bytes = b"") -> None:
        if self.watch:
            await asyncio.to_thread(self.watch, step, port, taken)

    def take(self, content: bytes) -> None:
        self.times.append(time.monotonic())
        self.contents.append(content)


class Hooks:
    """What the server calls. Kept apart from the sink: the server looks at every attribute of its handler."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:
        answer = await self._sink.ask("mail", address, session.peer[1])
        if answer is None:
            envelope.mail_from = address
        return answer or "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:
        answer = await self._sink.ask("rcpt", address, session.peer[1])
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        answer = await self._sink.ask("data", envelope.rcpt_tos[0], session.peer[1])
        if answer is None or answer.startswith("250"):
            self._sink.take(content)
            server.taken = content
            # If the client dies now, the mail has been taken all the same.
            await self._sink.tell("data", session.peer[1], content)
        return answer or "250 OK"


class Protocol(SMTP):
    """Asks the sink before it says its first word."""

    def __init__(self, sink: Sink, **options: object) -> None:
        super().__init__(Hooks(sink), **options)
        self.sink = sink
        self.taken: bytes | None = None
        self.client_port = 0

    async def _handle_client(self) -> None:
        port = self.client_port = self.transport.get_extra_info("peername")[1]
        answer = await self.sink.ask("connect", str(port), port)
        if answer is not None:
            await self.push(answer)
            self.transport.close()
            return
        await super()._handle_client()

    async def smtp_DATA(self, arg: str) -> None:
        self.taken = None
        await super().smtp_DATA(arg)
        if self.taken is not None and self.transport is not None and not self.transport.is_closing():
            self.sink.acknowledged.append(self.taken)
            if self.sink.drops and self.sink.drops(self.taken):
                self.transport.close()
