"""Which machines are asked: never one inside a network, in whatever way its address is written or reached."""

import ssl
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kit.feeds.fetching import Fetcher, Login, content_of
from kit.feeds.guard import check_url, connect, is_open, resolve
from kit.feeds.refusals import Refused
from tests.feeds import Site, calendar, event, leads_to, says, site

INSIDE = [
    *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.8", "192.88.99.1", "198.18.0.1", "192.0.2.1"),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16"),
    *("::", "::1", "fe80::1", "fe80::1%lo", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::ffff:0:127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::1"),
    *("2001::1", "2001:0:53aa:64c::1", "2001:db8::1", "3fff::1", "5f00::1", "100::1"),
    *("2a00:1450::5efe:7f00:1", "2a00:1450::200:5efe:a00:1"),
]
OPEN = ["8.8.8.8", "100.63.255.255", "100.128.0.1", "172.32.0.1", "193.166.3.2", "2a00:1450:4001::1", "2001:4860::8888"]


@pytest.mark.parametrize("address", INSIDE)
def test_what_lies_inside_is_not_open(address):
    assert not is_open(address)


@pytest.mark.parametrize("address", OPEN)
def test_the_internet_is(address):
    assert is_open(address)


def refusal(act, *arguments, **more) -> str:
    with pytest.raises(Refused) as refused:
        act(*arguments, **more)
    return refused.value.code


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://calendar.example/a.ics", "address"),
        ("file:///etc/passwd", "address"),
        ("gopher://calendar.example/", "address"),
        ("calendar.example/a.ics", "address"),
        ("https:///a.ics", "address"),
        ("https://calendar.example/a b.ics", "address"),
        ("https://calendar.example/a\r\nX: y", "address"),
        ("https://calendar.example\\@127.0.0.1/", "address"),
        ("https://cälendar.example/", "address"),
        ("https://calendar.example:x/", "address"),
        ("https://calendar.example:99999/", "address"),
        ("https://[::1/", "address"),
        ("https://calendar.example/" + "x" * 2000, "address"),
        ("https://me:secret@calendar.example/", "user_in_address"),
        ("https://calendar.example@127.0.0.1/", "user_in_address"),
        ("https://calendar.example:22/", "port"),
        ("http://calendar.example:8080/", "port"),
        ("http://calendar.example:0/", "port"),
        ("http://2130706433/", "inside"),
        ("http://0177.0.0.1/", "inside"),
        ("http://0x7f.0.0.1/", "inside"),
        ("http://0x7f000001/", "inside"),
        ("http://127.1/", "inside"),
        ("http://127.0.0.1./", "inside"),
        ("http://8.8.2056/", "inside"),
    ],
)
def test_an_address_must_be_plain(url, code):
    assert refusal(check_url, url) == code


@pytest.mark.parametrize(
    "url", ["https://calendar.example/a.ics?key=x%20y", "http://8.8.8.8/", "https://[2a00:1450::1]:443/"]
)
def test_a_plain_address_is_fine(url):
    check_url(url)


@pytest.mark.parametrize("address", INSIDE)
def test_no_connection_is_made_to_what_lies_inside(address):
    assert refusal(connect, "calendar.example", 443, 1, resolve=lambda host, port: [address]) == "inside"


def test_one_address_inside_spoils_a_name():
    found = ["8.8.8.8", "10.0.0.1"]
    assert refusal(connect, "calendar.example", 443, 1, resolve=lambda host, port: found) == "inside"


@pytest.mark.parametrize("host", ["2130706433", "0177.0.0.1", "0x7f.1", "localhost", "127.0.0.1", "[::1]"])
def test_what_the_system_makes_of_a_name_is_what_is_checked(host):
    assert refusal(connect, host, 80, 1) == "inside"


def test_a_port_that_is_allowed_for_loopback_leads_nowhere_else():
    def elsewhere(host: str, port: int) -> list[str]:
        return ["8.8.8.8"]

    assert refusal(connect, "calendar.example", 8080, 1, loopback_ports=[8080], resolve=elsewhere) == "inside"
    assert refusal(connect, "calendar.example", 8081, 1, loopback_ports=[8080], resolve=elsewhere) == "inside"


def test_a_name_is_asked_once_and_its_answer_is_what_is_connected_to():
    asked = []

    def changing(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    with site(a=says(b"first")) as first:
        fetcher = Fetcher(loopback_ports=[first.port], resolve=changing)
        answer = fetcher.ask("GET", f"http://calendar.example:{first.port}/a")

    assert (answer.body, asked) == (b"first", ["calendar.example"])
    assert f"Host: calendar.example:{first.port}" in first.requests[0]


def test_every_step_of_a_redirect_is_checked():
    with site(a=leads_to("http://inside.example/")) as first:

        def telling(host: str, port: int) -> list[str]:
            return ["10.0.0.1"] if host == "inside.example" else ["127.0.0.1"]

        fetcher = Fetcher(loopback_ports=[first.port], resolve=telling)
        assert refusal(fetcher.ask, "GET", f"{first.base}/a") == "inside"


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("http://127.0.0.1/", "inside"),
        ("http://localhost/", "inside"),
        ("http://[::ffff:127.0.0.1]/", "inside"),
        ("http://0x7f.1/", "inside"),
        ("http://127.0.0.1:22/", "port"),
        ("ftp://127.0.0.1/", "address"),
        ("file:///etc/passwd", "address"),
    ],
)
def test_a_redirect_leads_nowhere_inside(target, code):
    with site(a=leads_to(target)) as first:
        assert refusal(Fetcher(loopback_ports=[first.port]).ask, "GET", f"{first.base}/a") == code


def test_three_redirects_are_followed_and_no_fourth():
    answers = {str(n): leads_to(f"/{n - 1}") for n in range(1, 5)}
    with site(**{"0": says(b"here"), **answers}) as there:
        fetcher = Fetcher(loopback_ports=[there.port])
        assert fetcher.ask("GET", f"{there.base}/3").body == b"here"
        assert refusal(fetcher.ask, "GET", f"{there.base}/4") == "redirects"


def test_a_password_goes_to_the_server_it_is_for_and_to_no_other():
    with site(a=says(b"here")) as other, site(a=leads_to(f"{other.base}/a"), b=leads_to("/a")) as own:
        login = Login(own.base, "liisa", "salasana")
        fetcher = Fetcher(login, loopback_ports=[own.port, other.port])
        fetcher.ask("GET", f"{own.base}/b")

    assert [("Authorization: Basic " in request) for request in own.requests] == [True, True]
    assert len(other.requests) == 1
    assert "uthorization" not in other.requests[0]


def test_neither_proxies_nor_a_password_file_are_used(monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login liisa password salasana")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with site(a=says(b"here")) as there:
        assert Fetcher(loopback_ports=[there.port]).ask("GET", f"{there.base}/a").body == b"here"

    assert "uthorization" not in there.requests[0]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A file with a key and a certificate for calendar.example that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "calendar.example")])
    begin = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, begin, begin.replace(year=2090))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("calendar.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = tmp_path_factory.mktemp("tls") / "calendar.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *plain) + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.mark.parametrize(
    ("host", "is_trusted", "code"),
    [
        ("calendar.example", True, ""),
        ("calendar.example", False, "certificate"),
        ("other.example", True, "certificate"),
    ],
)
def test_a_server_must_prove_the_name_that_was_asked_for(certificate, monkeypatch, host, is_trusted, code):
    if is_trusted:
        monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    there = Site({"/a": says(b"here")}, tls=tls)
    fetcher = Fetcher(loopback_ports=[there.port], resolve=lambda host, port: ["127.0.0.1"])
    url = f"https://{host}:{there.port}/a"
    try:
        if code:
            assert refusal(fetcher.ask, "GET", url) == code
        else:
            assert fetcher.ask("GET", url).body == b"here"
    finally:
        there.close()


@pytest.mark.parametrize(
    ("status", "code"),
    [("401 No", "password"), ("403 No", "password"), ("404 No", "gone"), ("410 No", "gone"), ("500 Oh", "status")],
)
def test_a_status_says_what_is_wrong(status, code):
    with site(a=says(calendar(event()), status)) as there:
        answer = Fetcher(loopback_ports=[there.port]).ask("GET", f"{there.base}/a")
    assert refusal(content_of, answer, 200) == code


def test_no_request_meets_a_connection_that_is_being_closed():
    with site(a=leads_to("/b"), b=says(b"here")) as there:
        for _ in range(100):
            assert Fetcher(loopback_ports=[there.port]).ask("GET", f"{there.base}/a").body == b"here"


def test_a_name_that_nobody_has_is_said():
    assert refusal(resolve, "calendar.invalid.", 443) == "unknown_host"
