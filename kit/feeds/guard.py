"""Which machines may be asked: those of the open internet, by the address that is really connected to."""

import ipaddress
import re
import socket
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from kit.feeds.refusals import Refused

PORTS = {"http": 80, "https": 443}
LONGEST = 2_000
PLAIN = re.compile(r"[!-~]+")
"""What an address is written in; anything else is percent-encoded in it."""
NUMBER = re.compile(r"(0x[0-9a-f]*|\d+)", re.IGNORECASE)
LOOPBACK = [ipaddress.ip_network(each) for each in ("127.0.0.0/8", "::1/128")]
INSIDE_4 = [
    ipaddress.IPv4Network(each)
    for each in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",  # looks public, and is the host of a machine in Azure
    )
]
OPEN_6 = ipaddress.IPv6Network("2000::/3")
"""All that is given out for the open internet; mapped, NAT64, local and multicast addresses lie outside."""
INSIDE_6 = [
    ipaddress.IPv6Network(each)
    for each in (
        "2001::/23",  # Teredo and other ways through
        "2001:db8::/32",
        "2002::/16",  # 6to4: holds an IPv4 address
        "3fff::/20",
    )
]
ISATAP = (0x00005EFE, 0x02005EFE)
"""The middle of an IPv6 address that ends in an IPv4 address."""

Resolve = Callable[[str, int], list[str]]


def is_open(address: str) -> bool:
    """Whether `address`, as numbers, lies in the open internet."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in INSIDE_4)
    return (
        ip in OPEN_6
        and ip.scope_id is None
        and not any(ip in network for network in INSIDE_6)
        and int(ip) >> 32 & 0xFFFFFFFF not in ISATAP
    )


def is_loopback(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    return any(ip in network for network in LOOPBACK)


def resolve(host: str, port: int) -> list[str]:
    """The addresses behind a name, as numbers, in the order in which they are to be tried."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused("unknown_host") from error
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def check_url(url: str, loopback_ports: Collection[int] = ()) -> None:
    """Raises Refused unless `url` is http(s) on a usual port, written plainly. Where it leads is seen on connecting."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Refused("address") from error
    if len(url) > LONGEST or not PLAIN.fullmatch(url) or "\\" in url or parts.scheme not in PORTS or not host:
        raise Refused("address")
    if "@" in parts.netloc:
        raise Refused("user_in_address")
    if (PORTS[parts.scheme] if port is None else port) not in {*PORTS.values(), *loopback_ports}:
        raise Refused("port")
    if ":" not in host and NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]) and not _is_plain_number(host):
        raise Refused("inside")


def _is_plain_number(host: str) -> bool:
    """Whether an address of numbers is written in the one way that nobody reads otherwise."""
    try:
        return str(ipaddress.IPv4Address(host)) == host
    except ValueError:
        return False


def connect(
    host: str, port: int, timeout: float | None, *, loopback_ports: Collection[int] = (), resolve: Resolve = resolve
) -> socket.socket:
    """A connection to `host`, whose name is asked once: what was checked is what is connected to."""
    addresses = resolve(host.strip("[]"), port)
    if not addresses:
        raise Refused("unknown_host")
    if port in loopback_ports:
        allowed = all(is_loopback(address) for address in addresses)
    else:
        allowed = port in PORTS.values() and all(is_open(address) for address in addresses)
    if not allowed:
        raise Refused("inside")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            failed = error
    raise Refused("unreachable") from failed
