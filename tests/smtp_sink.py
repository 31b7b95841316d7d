"""A real SMTP server in a thread, that keeps what it takes and can be told to misbehave."""

import asyncio
import threading
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

Answer = Callable[[str, str], str | None]
"""Called in a thread with a step ("connect", "mail", "rcpt", "data") and the address it is about (or the client's port
at "connect"); may block. What it returns is the server's answer, None lets the server answer as usual. "data" comes
after the content arrived and before its 250: a mail counts as taken when the answer is 250 or None.
"""


class Sink:
    """`with Sink() as sink:` listens at `sink.port`; `sink.mails` holds what was taken, in order."""

    def __init__(self, answer: Answer | None = None, port: int = 0) -> None:
        self.answer = answer
        self.port = port
        self.mails: list[EmailMessage] = []
        self.connections = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._protocols: set[SMTP] = set()

    def __enter__(self) -> "Sink":
        self._thread.start()
        self._server = self._do(self._loop.create_server(self._make, "127.0.0.1", self.port))
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def hang_up(self) -> None:
        """Close every open connection, as servers do with idle ones."""
        self._loop.call_soon_threadsafe(self._hang_up)

    def _do(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    def _make(self) -> SMTP:
        self.connections += 1
        protocol = Protocol(self, hostname="sink.example")
        self._protocols.add(protocol)
        return protocol

    def _hang_up(self) -> None:
        for protocol in self._protocols:
            if protocol.transport is not None:
                protocol.transport.abort()
        self._protocols.clear()

    async def _close(self) -> None:
        self._server.close()
        self._hang_up()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def _ask(self, step: str, about: str) -> str | None:
        return await asyncio.to_thread(self.answer, step, about) if self.answer else None

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:
        answer = await self._ask("mail", address)
        if answer is None:
            envelope.mail_from = address
        return answer or "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:
        answer = await self._ask("rcpt", address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await self._ask("data", envelope.rcpt_tos[0])
        if answer is None or answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.original_content, policy=policy.default))
        return answer or "250 OK"


class Protocol(SMTP):
    """Asks the sink before it says its first word."""

    def __init__(self, sink: Sink, **options: object) -> None:
        super().__init__(sink, **options)
        self.sink = sink

    async def _handle_client(self) -> None:
        host, port = self.transport.get_extra_info("peername")[:2]
        answer = await self.sink._ask("connect", str(port))
        if answer is not None:
            await self.push(answer)
            self.transport.close()
            return
        await super()._handle_client()
