"""The link checker: it is slow and polite, and never connects to private addresses.

The sites here are small servers on this machine, which the rules allow only where a test says so.
"""

import datetime as dt
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import call_command

from councils.data_quality import link_checker
from councils.data_quality.link_checker import (
    Answer,
    ForbiddenURLError,
    check_link,
    due,
    links_of_record,
)
from councils.models import EvidenceLink, LinkState, RecordVersion, Signature


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
    assert check_link(site.address + path, here_only).state == state


def test_a_request_says_who_sends_it_and_where_to_read_more(site, settings):
    check_link(site.address + "/", here_only)
    _, agent, host = site.asked[0]
    assert agent == f"MakeRunawaysSafe-links (+{settings.SITE_URL}/how-we-count/)"
    assert host == site.address.removeprefix("http://")


def test_a_silent_site_is_given_up_in_time(site, monkeypatch):
    monkeypatch.setattr(link_checker, "TIMEOUT", 0.2)
    assert check_link(site.address + "/silent/", here_only) == Answer(
        LinkState.NO_ANSWER, "It did not answer in time."
    )


def test_a_refused_connection_is_reported():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert check_link(f"http://127.0.0.1:{port}/", here_only) == Answer(
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

    def refuse(address, *args, **kwargs):
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
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1"),
    ],
)
def test_a_private_address_is_never_connected_to(leads_to, address):
    leads_to(address)
    answer = check_link("https://innocent.example/")
    assert answer == Answer(
        LinkState.NOT_ASKED, "It leads to a machine that is not on the public internet."
    )
    assert not leads_to.tried


def test_a_host_with_one_private_address_is_refused(leads_to):
    leads_to("93.184.215.14", "127.0.0.1")
    assert check_link("https://innocent.example/").state == LinkState.NOT_ASKED


def test_a_redirect_to_a_private_address_is_refused(site):
    here = site.address.removeprefix("http://127.0.0.1")
    assert (
        check_link(f"{site.address}/to/http://127.0.0.2{here}/", here_only).state
        == LinkState.NOT_ASKED
    )
    assert check_link(f"{site.address}/to/file:///etc/passwd", here_only).state != LinkState.OPENS
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
    assert check_link(url).state == LinkState.NOT_ASKED
    assert not leads_to.tried


@pytest.mark.parametrize("url", ["https://[half/", "https://council.example:port/"])
def test_a_malformed_url_is_reported_and_raises_nothing(leads_to, url):
    assert check_link(url).state in (LinkState.NO_ANSWER, LinkState.NOT_ASKED)


# Its manners


@pytest.mark.django_db
def test_it_waits_between_two_links(answers, monkeypatch):
    waits = []
    monkeypatch.setattr(link_checker.time, "sleep", waits.append)
    check_links("--fetch")
    assert waits == [link_checker.INTERVAL] * (len(links_of_record()) - 1)


# What is kept of it


@pytest.fixture
def answers(monkeypatch):
    """Replace the answers of links, and record which were checked."""
    given, asked = {}, []

    def answer(url):
        asked.append(url)
        return given.get(url, Answer(LinkState.OPENS, "It answered 200."))

    monkeypatch.setattr(link_checker, "check_link", answer)
    monkeypatch.setattr(link_checker, "INTERVAL", 0)
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

    def answer(url):
        if url != urls[0]:
            raise KeyboardInterrupt
        return Answer(LinkState.OPENS, "It answered 200.")

    monkeypatch.setattr(link_checker, "check_link", answer)
    monkeypatch.setattr(link_checker, "INTERVAL", 0)
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
