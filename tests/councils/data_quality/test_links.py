"""Links to evidence by night: slowly and politely, and never to private addresses.

The sites here are small servers on this machine, which the rules allow only where a test says so.
"""

import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from campaign.recording.dead_links import look_at_links
from campaign.tasks.models import Task
from councils import data_quality as links
from councils.data_quality import ForbiddenURLError, links_of_record, why_not_open
from councils.models import EvidenceLink, Signature
from tests.conftest import forget_everything
from tests.seen import words


def here_only(url):
    """Allow servers on this machine's own address alone."""
    if not url.startswith("http://127.0.0.1:"):
        raise ForbiddenURLError("It leads away from this machine.")


class Site(BaseHTTPRequestHandler):
    """A server that answers according to the path, and records its requests."""

    def do_GET(self):
        self.server.asked.append((self.path, self.headers.get("User-Agent"), self.headers["Host"]))
        kind, _, rest = self.path.strip("/").partition("/")
        if kind == "to":
            self.answer(302, location=rest)
        elif kind == "loop":
            self.answer(302, location="/loop/")
        elif kind == "large":
            self.answer(200, body=b"x" * 1_000_000)
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

    def log_message(self, *args):
        pass


@contextmanager
def serving(context=None):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.free = [], threading.Event()
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
    ("path", "said"),
    [
        *(("/", ""), ("/204/", ""), ("/large/", ""), ("/to//200/", "")),
        ("/404/", "It answered 404."),
        ("/403/", "It answered 403."),
        ("/to//404/", "It answered 404."),
        ("/503/café/", "It answered 503."),  # letters beyond ASCII are written as the line wants
    ],
)
def test_what_was_wrong_with_a_link_is_said(site, path, said):
    assert why_not_open(site.address + path, here_only) == said


def test_a_redirect_that_runs_in_a_circle_does_not_open(site):
    assert why_not_open(site.address + "/loop/", here_only)


def test_a_request_says_who_sends_it_and_where_to_read_more(site, settings):
    why_not_open(site.address + "/", here_only)
    _, agent, host = site.asked[0]
    assert agent == f"MakeRunawaysSafe-links (+{settings.SITE_URL}/how-we-count/)"
    assert host == site.address.removeprefix("http://")


def test_a_silent_site_is_given_up_in_time(site, monkeypatch):
    monkeypatch.setattr(links, "TIMEOUT", 0.2)
    assert why_not_open(site.address + "/silent/", here_only) == "It did not answer in time."


def test_a_refused_connection_is_said():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = why_not_open(f"http://127.0.0.1:{port}/", here_only)
    assert said == "It could not be reached."


# What must never be asked


@pytest.fixture
def leads_to(monkeypatch):
    """Resolve every name to the given addresses, and record every attempt to connect."""
    tried = []

    def set_addresses(*addresses):
        found = [(None, None, None, "", (address, 443)) for address in addresses]
        monkeypatch.setattr(links.socket, "getaddrinfo", lambda *a, **k: found)

    def refuse(address, *args, **kwargs):
        tried.append(address)
        raise OSError

    monkeypatch.setattr(links.socket, "create_connection", refuse)
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
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1"),
    ],
)
def test_a_private_address_is_never_connected_to(leads_to, address):
    leads_to(address)
    with pytest.raises(ForbiddenURLError, match="not on the public internet"):
        why_not_open("https://innocent.example/")
    assert not leads_to.tried


def test_a_host_with_one_private_address_is_refused(leads_to):
    leads_to("93.184.215.14", "127.0.0.1")
    with pytest.raises(ForbiddenURLError):
        why_not_open("https://innocent.example/")


def test_a_redirect_to_a_private_address_is_refused(site):
    here = site.address.removeprefix("http://127.0.0.1")
    for target in (f"http://127.0.0.2{here}/", "file:///etc/passwd"):
        try:
            assert why_not_open(f"{site.address}/to/{target}", here_only)
        except ForbiddenURLError:
            continue
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
    with pytest.raises(ForbiddenURLError):
        why_not_open(url)
    assert not leads_to.tried


@pytest.mark.parametrize("url", ["https://[half/", "https://council.example:port/"])
def test_a_malformed_url_does_not_open_and_raises_nothing(leads_to, url):
    assert why_not_open(url) == "It could not be reached."


# A night


@pytest.fixture
def night(db, settings, monkeypatch, today_is):
    """Return a function that passes a night, in which some links answer as they are given."""
    settings.CHECK_LINKS = True
    monkeypatch.setattr(links, "INTERVAL", 0)

    def pass_night(day, **said):
        asked = []

        def answer(url):
            asked.append(url)
            return said.get("each", "")

        monkeypatch.setattr(links, "why_not_open", answer)
        today_is(day)
        look_at_links(timezone.now())
        forget_everything()
        return asked

    return pass_night


def test_where_links_are_not_to_be_checked_no_request_is_sent(night, settings):
    settings.CHECK_LINKS = False
    assert night("2026-12-01") == []
    assert not EvidenceLink.objects.exists()


def test_it_waits_between_two_links(night, monkeypatch):
    waits = []
    monkeypatch.setattr(links, "INTERVAL", 5)
    monkeypatch.setattr(links.time, "sleep", waits.append)
    night("2026-12-01")
    assert waits == [0] + [5] * (len(links_of_record()) - 1)


def test_a_link_that_opened_is_left_alone_for_a_month_and_its_page_says_when(night, client):
    assert sorted(night("2026-12-01")) == links_of_record()
    assert night("2026-12-02") == []
    assert "Read it The link opened on 1 December 2026." in words(client.get("/councils/kent/"))
    assert sorted(night("2026-12-31")) == links_of_record()


def test_a_link_that_fails_on_three_nights_makes_one_task_and_its_page_says_so(night, client):
    night("2026-12-01")
    night("2026-12-31", each="It answered 404.")
    night("2027-01-01", each="It answered 404.")
    assert night("2027-01-01", each="It answered 404.") == []  # the same night, run again
    assert not Task.objects.exists()
    assert "The link opened on 1 December 2026." in words(client.get("/councils/kent/"))
    night("2027-01-02", each="It answered 404.")
    night("2027-01-03", each="It answered 404.")
    urls = links_of_record()
    assert sorted(Task.objects.values_list("link", flat=True)) == urls
    task = Task.objects.get(link=Signature.objects.get(council__code="KEN").source_url)
    assert task.council
    assert "has not opened on 3 nights. It answered 404. It last opened on 1 December" in task.text
    gone = "The link no longer opens. It last did on 1 December 2026."
    assert gone in words(client.get("/councils/kent/"))
    night("2027-01-04")
    assert "The link opened on 4 January 2027." in words(client.get("/councils/kent/"))


def test_a_link_that_no_fact_contains_any_more_is_forgotten(night):
    night("2026-12-01")
    dropped = Signature.objects.exclude(source_url="").first().source_url
    Signature.objects.update(source_url="", source="Minutes")
    night("2026-12-02")
    assert not EvidenceLink.objects.filter(url=dropped).exists()


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
