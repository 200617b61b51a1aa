"""Links to evidence by night: slowly and politely, and never to private addresses.

The sites here are small servers on this machine, which the rules allow only where a test says so.
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from campaign.recording.by_night import look_at_links
from campaign.tasks.models import Task
from councils import data_quality as links
from councils.data_quality import links_of_record, why_not_open
from councils.models import EvidenceLink, Signature
from tests.conftest import forget_everything
from tests.seen import words


class Site(BaseHTTPRequestHandler):
    """A server that answers according to the path, and records its requests."""

    def do_GET(self):
        self.server.asked.append((self.path, self.headers.get("User-Agent")))
        kind, _, rest = self.path.strip("/").partition("/")
        if kind == "silent":
            self.server.free.wait(20)
            return
        self.send_response(302 if kind == "to" else int(kind or 200))
        if kind == "to":
            self.send_header("Location", rest)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    """Return a server on this machine, which alone may be asked."""

    def refuse(url):
        if not url.startswith("http://127.0.0.1:"):
            raise OSError("It leads away from this machine.")

    monkeypatch.setattr(links, "refuse_what_is_not_public", refuse)
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.asked, server.free = [], threading.Event()
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        server.address = f"http://127.0.0.1:{server.server_address[1]}"
        yield server
        server.free.set()
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", ""), ("/to//204/", ""),
        ("/404/", "It answered 404."),
        ("/to//403/", "It answered 403."),
        ("/503/café/", "It answered 503."),  # letters beyond ASCII are written as the line wants
        ("/silent/", "It could not be reached."),
    ],
)  # fmt: skip
def test_what_was_wrong_with_a_link_is_said(site, settings, monkeypatch, path, said):
    monkeypatch.setattr(links, "TIMEOUT", 0.5)
    assert why_not_open(site.address + path) == said
    assert site.asked[0][1] == f"MakeRunawaysSafe-links (+{settings.SITE_URL}/how-we-count/)"


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
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.5", "172.16.3.4", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1",
        "::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    ],
)  # fmt: skip
def test_a_private_address_is_never_connected_to(leads_to, address):
    leads_to("93.184.215.14", address)
    assert why_not_open("https://innocent.example/") == "It could not be reached."
    assert not leads_to.tried


def test_a_redirect_to_a_private_address_is_refused(site):
    here = site.address.removeprefix("http://127.0.0.1")
    for target in (f"http://127.0.0.2{here}/", "file:///etc/passwd"):
        assert why_not_open(f"{site.address}/to/{target}")
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
    assert why_not_open(url) == "It could not be reached."
    assert not leads_to.tried


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
        pass_night.report = look_at_links(timezone.now())
        forget_everything()
        return asked

    return pass_night


def test_a_link_that_opened_is_left_alone_for_a_month_and_its_page_says_when(night, client):
    assert sorted(night("2026-12-01")) == links_of_record()
    assert night("2026-12-02") == []
    assert "Read it The link opened on 1 December 2026." in words(client.get("/councils/kent/"))
    assert sorted(night("2026-12-31")) == links_of_record()


def test_the_nights_report_says_how_many_links_did_not_open(night):
    number = len(links_of_record())
    night("2026-12-01", each="It answered 404.")
    assert night.report == f"{number} did not open"


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


def test_a_link_that_has_gone_is_told_of_the_council_about_which_it_stands_on_record(
    night, kent, sheffield, sign
):
    both = "https://news.example/both"
    wrong = sign(kent, source_url=both, date="2012-08-01")
    wrong.retract("It is about Sheffield.")
    sign(sheffield, source_url=both)
    night("2026-12-01")
    for day in ("2026-12-31", "2027-01-01", "2027-01-02"):
        night(day, each="It answered 404.")
    assert Task.objects.get(link=both).council == sheffield


def test_a_link_is_looked_at_until_its_fact_is_retracted(night, sheffield, sign):
    sheffields = {"https://sheffield.example/minutes"}
    signature = sign(sheffield, source_url=sheffields.copy().pop())
    assert sheffields <= set(night("2026-12-01"))
    signature.retract("It was another council.")
    assert sheffields.isdisjoint(night("2026-12-31"))
    assert not EvidenceLink.objects.filter(url__in=sheffields).exists()
