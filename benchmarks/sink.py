"""A mail server that does as little as one can, so that what is measured is the sender. It keeps what it takes."""

import asyncio
import threading
import time

END = b"\r\n.\r\n"


class QuickSink:
    """`with QuickSink() as sink:` listens at `sink.port`; `contents` and `times` grow with each mail."""

    def __init__(self) -> None:
        self.contents: list[bytes] = []
        self.times: list[float] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "QuickSink":
        self._thread.start()
        making = self._loop.create_server(lambda: Call(self), "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(making, self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def take(self, content: bytes) -> None:
        self.times.append(time.monotonic())
        self.contents.append(content)


class Call(asyncio.Protocol):
    """One connection: commands one a line, then a mail as one piece up to its final dot."""

    def __init__(self, sink: QuickSink) -> None:
        self._sink = sink
        self._heard = b""
        self._in_mail = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._say(b"220 sink")

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while self._in_mail and END in self._heard or not self._in_mail and b"\n" in self._heard:
            self._hear_mail() if self._in_mail else self._hear_command()

    def _hear_mail(self) -> None:
        content, _, self._heard = self._heard.partition(END)
        self._in_mail = False
        self._sink.take(content)
        self._say(b"250 taken")

    def _hear_command(self) -> None:
        line, _, self._heard = self._heard.partition(b"\n")
        command = line[:4].upper()
        self._in_mail = command == b"DATA"
        self._say({b"DATA": b"354 go on", b"QUIT": b"221 bye", b"EHLO": b"250 sink"}.get(command, b"250 ok"))
        if command == b"QUIT":
            self._transport.close()

    def _say(self, words: bytes) -> None:
        self._transport.write(words + b"\r\n")
