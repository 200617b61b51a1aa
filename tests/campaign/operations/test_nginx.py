"""nginx as docs/deploy/ ships it, really running, in front of a small server."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
import warnings
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from councils.page_cache import PUBLIC
from tests.campaign.shipped_nginx import ANY_CERTIFICATE, configure

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed"),
]


class Site(BaseHTTPRequestHandler):
    """Answer every page as the site does, but for a second rather than a minute."""

    seen: list[dict[str, str]] = []  # noqa: RUF012  one server a test

    def do_GET(self):
        self.seen.append({name.lower(): value for name, value in self.headers.items()})
        body = self.path.encode()
        self.send_response(200)
        is_private = self.path.startswith("/letters/")
        cached = PUBLIC.replace("s-maxage=60", "s-maxage=1").replace(
            "revalidate=30", "revalidate=0"
        )
        self.send_header("Cache-Control", "no-store" if is_private else cached)
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    Site.seen = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def nginx(tmp_path, site):
    """Start nginx with the shipped file, in front of the small server."""
    whole, secure = configure(tmp_path, site.server_port)
    server = subprocess.Popen(["nginx", "-c", str(whole), "-p", str(tmp_path)])
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", secure)) == 0:
                break
        time.sleep(0.05)
    yield Visitor(secure)
    server.terminate()
    server.wait(timeout=20)


@dataclass
class Visitor:
    """Somebody who asks nginx."""

    port: int

    def __call__(self, path, headers=None):
        """Return the status, the headers and the body of an answer."""
        request = urllib.request.Request(
            f"https://127.0.0.1:{self.port}{path}",
            headers={"Host": "runaways.example", **(headers or {})},
        )
        try:
            with urllib.request.urlopen(request, context=ANY_CERTIFICATE, timeout=10) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()


@pytest.mark.promise(34)
def test_a_stopped_site_is_served_from_the_cache_and_private_pages_are_not(nginx, site):
    chrome, safari = ({"Accept-Encoding": f"gzip, deflate, {own}"} for own in ("br, zstd", "br"))
    assert nginx("/councils/kent/", chrome)[2] == "/councils/kent/"
    assert nginx("/letters/secret-token/")[0] == nginx("/metrics")[0] == 200
    site.shutdown()
    site.server_close()
    time.sleep(2.5)
    status, headers, body = nginx("/councils/kent/", safari)
    assert (status, body, headers["X-Cache"]) == (200, "/councils/kent/", "STALE")
    assert nginx("/letters/secret-token/")[0] == nginx("/metrics")[0] == 502


@pytest.mark.promise(24)
def test_help_is_there_although_the_site_is_away_and_was_never_asked_for_it(nginx, site):
    site.shutdown()
    site.server_close()
    status, headers, page = nginx("/need-help/")
    assert status == 200 and headers["Content-Type"].startswith("text/html")
    assert "116 000" in page and "0800 1111" in page and "<form" not in page


def test_a_disk_that_fails_puts_no_token_into_the_log(nginx, tmp_path):
    shutil.rmtree(tmp_path / "bodies")  # where nginx keeps what is sent until all of it is there
    typed = b"text=" + b"x" * 100_000
    request = urllib.request.Request(f"https://127.0.0.1:{nginx.port}/letters/secret-token/", typed)
    with pytest.raises(urllib.error.HTTPError, match="500"):
        urllib.request.urlopen(request, context=ANY_CERTIFICATE, timeout=10)
    logs = list(tmp_path.glob("*.log"))
    assert logs
    assert not [log.name for log in logs if "secret-token" in log.read_text()]


def test_a_page_is_kept_apart_for_each_coding_that_a_visitor_takes(nginx):
    for takes in ("gzip, br", "BR;q=1.0", "gzip;q=0.5", "gzip, br;q=0", "gzip; q=0.0", "zstd", ""):
        nginx("/councils/", {"Accept-Encoding": takes})
    assert [seen.get("accept-encoding") for seen in Site.seen] == ["gzip, br", "gzip", None]


@pytest.mark.promise(1)
def test_a_page_is_asked_for_again_once_it_is_old(nginx):
    nginx("/councils/")
    assert nginx("/councils/")[1]["X-Cache"] == "HIT"
    time.sleep(2.5)
    assert nginx("/councils/")[1]["X-Cache"] in ("EXPIRED", "REVALIDATED")
    assert len(Site.seen) == 2


@pytest.mark.promise(31)
def test_a_visitor_says_neither_where_they_come_from_nor_where_the_site_stands(nginx):
    claims = {
        "X-Forwarded-For": "1.2.3.4",
        "X-Forwarded-Proto": "http",
        "Forwarded": "for=1.2.3.4",
        "SCRIPT_NAME": "/evil",
        "X-Script-Name": "/evil",
        "X-Forwarded-Prefix": "/evil",
    }
    nginx("/", headers=claims)
    (seen,) = Site.seen
    assert seen["x-forwarded-for"] == "127.0.0.1"
    assert seen["x-forwarded-proto"] == "https"
    assert seen["host"] == "runaways.example"
    assert "/evil" not in seen.values()
    assert "1.2.3.4" not in " ".join(seen.values())


def test_no_token_and_nothing_that_was_asked_for_is_in_its_log(nginx, tmp_path):
    for path in ("/letters/tok-1/confirm/", "/alerts/stop/tok-2/", "/councils/kent/write/tok-3/",
                 "/sign/confirm/tok-4/", "/councils/?q=my+name"):  # fmt: skip
        nginx(path)
    time.sleep(0.2)
    log = (tmp_path / "runaways.log").read_text()
    assert "GET /letters/.../confirm/ 200" in log
    assert "GET /councils/ 200" in log
    for secret in ("tok-", "my+name", "127.0.0.1"):
        assert secret not in log


def test_a_class_searches_at_once_and_a_machine_is_slowed_down(nginx):
    statuses, refused = [], None
    with closing(HTTPSConnection("127.0.0.1", nginx.port, context=ANY_CERTIFICATE)) as connection:
        for _ in range(120):
            connection.request("POST", "/find/", b"q=kent", {"Host": "runaways.example"})
            answer = connection.getresponse()
            page = answer.read().decode()
            statuses.append(answer.status)
            refused = refused or (page, answer.headers) if answer.status == 429 else refused
    assert statuses[:60] == [200] * 60
    page, headers = refused
    assert "you’ve done nothing wrong." in page and 'href="/councils/"' in page
    assert "116 000" in page and "0800 1111" in page
    assert (headers["Retry-After"], headers["Cache-Control"]) == ("10", "no-store")
    assert nginx("/find/")[0] == 200


def test_a_connection_is_refused_unless_its_version_and_ciphers_are_strong(nginx):
    for version, ciphers, is_taken in (
        (ssl.TLSVersion.TLSv1_1, "ALL:@SECLEVEL=0", False),
        (ssl.TLSVersion.TLSv1_2, "AES128-SHA:AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA", False),
        (ssl.TLSVersion.TLSv1_2, "ECDHE-RSA-AES128-GCM-SHA256", True),
        (ssl.TLSVersion.TLSv1_3, "ALL", True),
    ):
        context = ssl._create_unverified_context()
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            context.minimum_version = context.maximum_version = version
        context.set_ciphers(ciphers)
        with socket.create_connection(("127.0.0.1", nginx.port), timeout=10) as plain:
            if is_taken:
                context.wrap_socket(plain).close()
            else:
                with pytest.raises(ssl.SSLError, match="ALERT"):
                    context.wrap_socket(plain)


@pytest.mark.promise(32)
def test_visitors_who_send_slowly_occupy_nothing_of_the_site(nginx):
    begun = b"POST /find/ HTTP/1.1\r\nHost: runaways.example\r\nContent-Length: 1000\r\n\r\nq="
    with ExitStack() as slow:
        for _ in range(50):
            plain = socket.create_connection(("127.0.0.1", nginx.port), timeout=10)
            slow.enter_context(ANY_CERTIFICATE.wrap_socket(plain)).sendall(begun)
        assert nginx("/councils/")[0] == 200
        assert len(Site.seen) == 1
