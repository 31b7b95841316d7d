"""One calendar's requests: few redirects, little time, few bytes, and no password to anyone but the server asked."""

import base64
import time
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from requests import Request, RequestException, exceptions
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3 import exceptions as low
from urllib3.connection import HTTPConnection, HTTPSConnection

from kit.feeds.guard import PORTS, Resolve, check_url, connect, resolve
from kit.feeds.limits import MAX_BYTES, REDIRECTS, SECONDS
from kit.feeds.refusals import Refused

EACH = 5.0
"""Seconds without a byte."""
MOVED = (301, 302, 303, 307, 308)
PIECE = 65_536
AGENT = "Kotipesa calendar reader"


@dataclass(frozen=True)
class Login:
    """A user name and a password, for the server of `url` and for no other."""

    url: str
    user: str
    password: str

    def header_for(self, url: str) -> dict[str, str]:
        if origin(url) != origin(self.url):
            return {}
        token = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return {"Authorization": f"Basic {token}"}


def origin(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port."""
    parts: SplitResult = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or PORTS.get(parts.scheme)


@dataclass(frozen=True)
class Answer:
    """What came from `url`, where the redirects ended."""

    status: int
    body: bytes
    url: str


def _adapter(open_connection: Any) -> HTTPAdapter:
    """An adapter of requests whose connections are all made by `open_connection(host, port, timeout)`.

    Names, certificates and the Host header stay those of the address asked for.
    """

    class Plain(HTTPConnection):
        def _new_conn(self) -> Any:
            return open_connection(self._dns_host, self.port, self.timeout)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> Any:
            return open_connection(self._dns_host, self.port, self.timeout)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    adapter = HTTPAdapter(max_retries=0)
    adapter.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return adapter


@dataclass
class Fetcher:
    """The requests of one calendar, which share time and bytes."""

    login: Login | None = None
    loopback_ports: Collection[int] = ()
    resolve: Resolve = resolve
    until: float = field(default_factory=lambda: time.monotonic() + SECONDS)
    left: int = MAX_BYTES

    def __post_init__(self) -> None:
        self._adapter = _adapter(partial(connect, loopback_ports=self.loopback_ports, resolve=self.resolve))

    def ask(self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to one request, wherever up to three redirects lead. Raises Refused."""
        for _ in range(REDIRECTS + 1):
            check_url(url, self.loopback_ports)
            answer, location = self._once(method, url, body, headers or {})
            if location is None:
                return answer
            url = urljoin(url, location)
        raise Refused("redirects")

    def _once(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[Answer, str | None]:
        own = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Connection": "close"}
        login = self.login.header_for(url) if self.login else {}
        try:
            request = Request(method, url, data=body or None, headers={**own, **headers, **login}).prepare()
            response = self._adapter.send(request, stream=True, timeout=self._patience(), verify=True, proxies={})
            try:
                if response.status_code in MOVED and "Location" in response.headers:
                    return Answer(response.status_code, b"", url), response.headers["Location"]
                content = self._body(response.raw, response.headers.get("Content-Encoding", ""))
                return Answer(response.status_code, content, url), None
            finally:
                response.close()
                self._adapter.close()  # one connection a request: the server was asked to close it, and may be at it
        except (RequestException, low.HTTPError, OSError, ValueError, zlib.error) as error:
            raise Refused(_code_of(error)) from error

    def _patience(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise Refused("slow")
        return min(EACH, left)

    def _body(self, raw: Any, encoding: str) -> bytes:
        """The body, unpacked no further than is allowed."""
        packed = encoding.strip().lower() not in ("", "identity")
        if packed and encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
            raise Refused("no_calendar")
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32) if packed else None
        parts: list[bytes] = []
        while piece := raw.read1(PIECE, decode_content=False):
            self._patience()
            part = unpacker.decompress(piece, self.left + 1) if unpacker else piece
            self.left -= len(part)
            if self.left < 0:
                raise Refused("large")
            parts.append(part)
        if unpacker and (not unpacker.eof or unpacker.unused_data):
            raise Refused("broken")
        return b"".join(parts)


def _code_of(error: Exception) -> str:
    if isinstance(error, exceptions.SSLError):
        return "certificate"
    if isinstance(error, (exceptions.Timeout, low.TimeoutError, TimeoutError)):
        return "slow"
    if isinstance(error, (exceptions.ConnectionError, OSError)) and not isinstance(
        error, exceptions.ChunkedEncodingError
    ):
        return "unreachable"
    if isinstance(error, (exceptions.InvalidURL, exceptions.InvalidHeader, low.LocationParseError)):
        return "address"
    return "broken"


def content_of(answer: Answer, *good: int) -> bytes:
    """The body of an answer that is one. Raises Refused with what its status says otherwise."""
    if answer.status in good:
        return answer.body
    if answer.status in (401, 403):
        raise Refused("password", status=answer.status)
    if answer.status in (404, 410):
        raise Refused("gone")
    raise Refused("status", status=answer.status)
