"""The link checker: it is slow and polite, and never connects to private addresses.

The sites here are small servers on this machine, which the rules allow only where a test says so.
"""

import datetime as dt
import ipaddress
import socket
import ssl
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import call_command

from councils.data_quality import link_checker
from councils.data_quality.link_checker import (
    Answer,
    FetchRules,
    ForbiddenURLError,
    PoliteFetcher,
    check_link,
    due,
    fetch,
    links_of_record,
)
from councils.models import EvidenceLink, LinkState, RecordVersion, Signature

THIS_MACHINE = ipaddress.ip_network("127.0.0.1/32")
HERE = FetchRules(schemes=("http",), also_allow=(THIS_MACHINE,), any_port=True)


class Site(BaseHTTPRequestHandler):
    """A server that answers according to the path, and records its requests."""

    def do_GET(self):
        self.server.asked.append((self.path, self.headers.get("User-Agent"), self.headers["Host"]))
        kind, _, rest = self.path.strip("/").partition("/")
        if self.path == "/robots.txt":
            self.answer(200 if self.server.robots else 404, body=self.server.robots.encode())
        elif kind == "to":
            self.answer(302, location=rest)
        elif kind == "loop":
            self.answer(302, location="/loop/")
        elif kind == "large":
            self.answer(200, body=b"x" * 1_000_000)
        elif kind == "drip":
            self.drip()
        elif kind == "silent":
            self.server.free.wait(20)
        else:
            self.answer(int(kind or 200))

    def answer(self, status, location="", body=b""):
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True

    def drip(self):
        """Send a little now and then, so that no single read times out."""
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not self.server.free.wait(0.05):
                self.wfile.write(b"X-More: and more\r\n")
        except OSError:
            self.close_connection = True

    def log_message(self, *args):
        pass


@contextmanager
def serving(context=None):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.robots, server.free = [], "", threading.Event()
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.address = f"http{'s' if context else ''}://127.0.0.1:{server.server_address[1]}"
    try:
        yield server
    finally:
        server.free.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def site():
    with serving() as server:
        yield server


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/", LinkState.OPENS),
        ("/204/", LinkState.OPENS),
        ("/404/", LinkState.GONE),
        ("/410/", LinkState.GONE),
        ("/403/", LinkState.NO_ANSWER),
        ("/500/", LinkState.NO_ANSWER),
        ("/to//404/", LinkState.GONE),
        ("/to//200/", LinkState.OPENS),
        ("/loop/", LinkState.NO_ANSWER),
        ("/large/", LinkState.OPENS),
        ("/to//caf%C3%A9/", LinkState.NO_ANSWER),
    ],
)
def test_each_answer_is_classified(site, path, state):
    if "caf" in path:
        path = "/503/café/"  # letters beyond ASCII are written as the line wants them
    assert check_link(site.address + path, HERE).state == state


def test_a_request_says_who_sends_it_and_where_to_read_more(site, settings):
    check_link(site.address + "/", HERE)
    _, agent, host = site.asked[0]
    assert agent == f"MakeRunawaysSafe-links (+{settings.SITE_URL}/how-we-count/)"
    assert host == site.address.removeprefix("http://")


def test_endless_redirects_are_given_up(site):
    assert check_link(site.address + "/loop/", HERE) == Answer(
        LinkState.NO_ANSWER, "It redirected more than 5 times."
    )
    assert len(site.asked) == 6


def test_no_page_is_read_and_only_the_start_of_robots_txt(site):
    assert fetch(site.address + "/large/", HERE)[2] == b""
    assert len(fetch(site.address + "/large/", HERE, max_bytes=1000)[2]) == 1000


def test_a_silent_site_is_given_up_in_time(site):
    rules = FetchRules(schemes=("http",), also_allow=(THIS_MACHINE,), any_port=True, timeout=0.2)
    assert check_link(site.address + "/silent/", rules) == Answer(
        LinkState.NO_ANSWER, "It did not answer in time."
    )


def test_a_slow_site_is_given_up_in_time(site):
    rules = FetchRules(schemes=("http",), also_allow=(THIS_MACHINE,), any_port=True, deadline=0.4)
    assert check_link(site.address + "/drip/", rules) == Answer(
        LinkState.NO_ANSWER, "It did not answer in time."
    )


def test_a_refused_connection_is_reported():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert check_link(f"http://127.0.0.1:{port}/", HERE) == Answer(
        LinkState.NO_ANSWER, "It could not be reached."
    )


# What must never be asked


@pytest.fixture
def leads_to(monkeypatch):
    """Resolve every name to the given addresses, and record every attempt to connect."""
    tried = []

    def set_addresses(*addresses):
        found = [(None, None, None, "", (address, 443)) for address in addresses]
        monkeypatch.setattr(link_checker.socket, "getaddrinfo", lambda *a, **k: found)

    def refuse(address, timeout):
        tried.append(address)
        raise OSError

    monkeypatch.setattr(link_checker.socket, "create_connection", refuse)
    set_addresses.tried = tried
    return set_addresses


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.5", "172.16.3.4", "192.168.1.1"),
        *(
            "169.254.169.254",
            "100.64.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
        ),
        *("::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1"),
    ],
)
def test_a_private_address_is_never_connected_to(leads_to, address):
    leads_to(address)
    answer = check_link("https://innocent.example/", FetchRules())
    assert answer == Answer(
        LinkState.NOT_ASKED, "It leads to a machine that is not on the public internet."
    )
    assert not leads_to.tried


def test_a_host_with_one_private_address_is_refused(leads_to):
    leads_to("93.184.215.14", "127.0.0.1")
    assert check_link("https://innocent.example/", FetchRules()).state == LinkState.NOT_ASKED


def test_the_connection_goes_to_the_address_that_was_checked(leads_to):
    leads_to("93.184.215.14", "2606:2800:21f::1")
    assert check_link("https://innocent.example/", FetchRules()).state == LinkState.NO_ANSWER
    assert leads_to.tried == [("93.184.215.14", 443)]


def test_a_redirect_to_a_private_address_is_refused(site):
    here = site.address.removeprefix("http://127.0.0.1")
    assert (
        check_link(f"{site.address}/to/http://127.0.0.2{here}/", HERE).state == LinkState.NOT_ASKED
    )
    assert check_link(f"{site.address}/to/file:///etc/passwd", HERE).state == LinkState.NOT_ASKED
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    "url",
    [
        "http://council.example/minutes",
        "ftp://council.example/minutes",
        "file:///etc/passwd",
        "https://user:secret@council.example/",
        "https://council.example:8443/",
        "https:///nothing",
        "minutes",
    ],
)
def test_only_ordinary_https_urls_are_fetched(leads_to, url):
    leads_to("93.184.215.14")
    assert check_link(url, FetchRules()).state == LinkState.NOT_ASKED
    assert not leads_to.tried


@pytest.mark.parametrize("url", ["https://[half/", "https://council.example:port/"])
def test_a_malformed_url_is_reported_and_raises_nothing(leads_to, url):
    assert check_link(url, FetchRules()).state in (LinkState.NO_ANSWER, LinkState.NOT_ASKED)


def test_the_loopback_address_must_be_allowed_explicitly(site):
    with pytest.raises(ForbiddenURLError):
        fetch(site.address + "/", FetchRules(schemes=("http",), any_port=True))
    assert not site.asked


# Its manners


class Clock:
    """A clock that advances only while something waits."""

    def __init__(self):
        self.now, self.waits = 100.0, []

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.waits.append(seconds)
        self.now += seconds


def test_a_page_that_robots_txt_forbids_is_not_fetched(site):
    site.robots = "User-agent: *\nDisallow: /private/"
    fetcher = PoliteFetcher(HERE, wait=lambda seconds: None)
    assert fetcher.check(site.address + "/private/").said == "Its site asks programs to stay away."
    assert fetcher.check(site.address + "/").state == LinkState.OPENS
    assert [path for path, _, _ in site.asked] == ["/robots.txt", "/"]


def test_it_waits_between_requests_and_longer_for_the_same_site(site):
    clock = Clock()
    fetcher = PoliteFetcher(HERE, wait=clock.wait, clock=clock)
    fetcher.check(site.address + "/")
    fetcher.check(site.address + "/200/")
    assert clock.waits == [10.0, 10.0]  # robots.txt, a page, another page
    with serving() as other:
        fetcher.check(other.address + "/")
    assert clock.waits == [10.0, 10.0, 1.0, 10.0]


# What is kept of it


@pytest.fixture
def answers(monkeypatch):
    """Replace the answers of links, and record which were checked."""
    given, asked = {}, []

    def answer(self, url):
        asked.append(url)
        return given.get(url, Answer(LinkState.OPENS, "It answered 200."))

    monkeypatch.setattr(PoliteFetcher, "check", answer)
    given["asked"] = asked
    return given


def check_links(*options):
    out = StringIO()
    call_command("check_links", *options, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.mark.django_db
def test_without_fetch_no_request_is_sent(answers):
    version = RecordVersion.objects.number()
    said = check_links()
    assert "not checked yet." in said
    assert not answers["asked"]
    assert not EvidenceLink.objects.exists()
    assert RecordVersion.objects.number() == version


@pytest.mark.django_db
def test_every_link_is_checked_once_and_its_answer_stored_with_the_day(answers, today_is):
    today_is("2026-12-01")
    gone = links_of_record()[0]
    answers[gone] = Answer(LinkState.GONE, "It answered 404: not found.")
    said = check_links("--fetch")
    assert sorted(answers["asked"]) == links_of_record()
    assert f"{gone}: no longer there, 1 December 2026. It answered 404: not found." in said
    opened = EvidenceLink.objects.filter(state=LinkState.OPENS)
    assert {link.opened_on for link in opened} == {dt.date(2026, 12, 1)}
    assert EvidenceLink.objects.get(url=gone).opened_on is None


@pytest.mark.django_db
def test_a_link_that_goes_keeps_the_day_it_last_opened(answers, today_is):
    today_is("2026-12-01")
    check_links("--fetch")
    url = links_of_record()[0]
    answers[url] = Answer(LinkState.GONE, "It answered 404: not found.")
    today_is("2026-12-20")
    check_links("--fetch")
    link = EvidenceLink.objects.get(url=url)
    assert (link.checked_on, link.opened_on) == (dt.date(2026, 12, 20), dt.date(2026, 12, 1))


@pytest.mark.django_db
def test_a_link_checked_within_a_week_is_not_checked_again(answers, today_is):
    today_is("2026-12-01")
    check_links("--fetch")
    answers["asked"].clear()
    today_is("2026-12-04")
    check_links("--fetch")
    assert not answers["asked"]
    assert due(dt.date(2026, 12, 4), not_since=1) == links_of_record()


@pytest.mark.django_db
def test_a_link_that_no_fact_contains_any_more_is_deleted(answers):
    check_links("--fetch")
    dropped = Signature.objects.exclude(source_url="").first().source_url
    Signature.objects.update(source_url="", source="Minutes")
    check_links("--fetch")
    assert not EvidenceLink.objects.filter(url=dropped).exists()


@pytest.mark.django_db
def test_an_interrupted_run_keeps_its_answers(monkeypatch):
    urls = links_of_record()
    assert len(urls) >= 2

    def answer(self, url):
        if url != urls[0]:
            raise KeyboardInterrupt
        return Answer(LinkState.OPENS, "It answered 200.")

    monkeypatch.setattr(PoliteFetcher, "check", answer)
    with pytest.raises(KeyboardInterrupt):
        check_links("--fetch")
    assert [link.url for link in EvidenceLink.objects.all()] == [urls[0]]


@pytest.mark.django_db
def test_a_link_within_the_text_of_the_evidence_is_checked(kent, sign, add_event):
    note = kent.signatures.get().note
    page = "https://michellelowe.yourcllr.com/2012/12/03/the-childrens-society-runaways-charter/"
    assert f"({page})" in note
    add_event(kent, "progress", source="See https://kent.example/minutes.pdf, item 7.")
    assert {page, "https://kent.example/minutes.pdf"} <= set(links_of_record())


@pytest.mark.django_db
def test_evidence_of_retracted_facts_is_not_checked(sheffield, sign):
    signature = sign(sheffield, source_url="https://sheffield.example/minutes")
    assert "https://sheffield.example/minutes" in links_of_record()
    signature.retract("It was another council.")
    assert "https://sheffield.example/minutes" not in links_of_record()


@pytest.mark.fault
def test_over_tls_the_certificate_is_checked(tmp_path):
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    try:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
             "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
             "-keyout", str(key), "-out", str(cert)],
            check=True, capture_output=True,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("openssl is not here")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with serving(context) as site:
        strangers = FetchRules(also_allow=(THIS_MACHINE,), any_port=True)
        assert check_link(site.address + "/", strangers).said == "Its certificate was not accepted."
        known = ssl.create_default_context(cafile=str(cert))
        friends = FetchRules(also_allow=(THIS_MACHINE,), any_port=True, context=known)
        assert check_link(site.address + "/", friends).state == LinkState.OPENS
