"""Thousands of hostile requests: no fault, nothing repeated unescaped, no growth.

5,000 in each run of the gate; 100,000 more with ``-m long``.
"""

import io
import resource
import time
from collections import defaultdict
from contextlib import suppress
from random import Random
from statistics import mean

import pytest
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter

from campaign.letters.models import Letter
from campaign.recording.lists import lines_of
from campaign.recording.sheets import sheets_of_file
from campaign.recording.table import read_table
from campaign.wsgi import clean_claims
from councils import evidence_files as cleaning
from councils.models import DraftList, ListKind
from tests.grammar import FRAGMENTS, MARK, RAW, Grammar

pytestmark = pytest.mark.django_db
MOST_QUERIES, SLOW = 120, 2.0
"""Queries that one answer may take, and seconds of processor time."""
ANEW = 30
"""Queries of whoever comes first after a change of the record, and of a page with many parts."""
GROWTH = 40_000
"""Kilobytes by which the process may grow in the second half."""


@pytest.fixture
def tokens():
    """Tokens that open a draft and a letter, and one that opens nothing."""
    browser = Client()
    browser.post("/councils/sheffield/write/", {"own_line": "Our library would help."})
    letter = Letter.objects.get()
    Letter.objects.filter(pk=letter.pk).update(token="a" * 26)
    return [letter.draft_token, "a" * 26, "b" * 26]


@pytest.fixture
def no_limits(settings):
    """No limit holds the requests back, so that they get past the first check."""
    settings.LIMITS = dict.fromkeys(settings.LIMITS, [])


class Handler(ClientHandler):
    """Cleans a request, as the application does before Django reads it."""

    def __call__(self, environ):
        clean_claims(environ)
        return super().__call__(environ)


def browser() -> Client:
    """Return a browser whose requests arrive as they do on a site."""
    client = Client()
    client.handler = Handler(enforce_csrf_checks=False)
    return client


def send_all(requests, browsers):
    """Send requests; return queries and seconds by route, and the size of the process half way."""
    queries, slowest, half = defaultdict(list), [], 0
    shuffled = Random(len(requests))
    for turn, request in enumerate(requests):
        began = time.process_time()
        with CaptureQueriesContext(connection) as asked:
            answer = shuffled.choice(browsers).generic(
                request.method, request.address, request.body, request.kind,
                headers={name: value for name, value in request.headers.items() if name},
            )  # fmt: skip
        took = time.process_time() - began
        check(answer, request)
        queries[request.route].append(len(asked))
        slowest = sorted([*slowest, (took, request.method, request.route)])[-5:]
        if turn == len(requests) // 2:
            half = size()
    return queries, slowest, size() - half


def size() -> int:
    """Return the size of this process at its largest, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def check(answer, request):
    where = f"{request.method} {request.address[:200]}"
    assert answer.status_code < 500, where
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert RAW.encode() not in body.lower(), where
    for name, value in answer.items():
        assert MARK not in name.lower(), where
        assert "\n" not in value and "\r" not in value, where
    target = answer.headers.get("Location", "")
    assert not target.startswith(("//", "javascript:", "\\", "data:")), where
    assert not target.startswith("http") or "127.0.0.1" in target or "testserver" in target, where


@pytest.mark.promise(31)
@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(20261126, marks=pytest.mark.fault),
        *(pytest.param(n, marks=pytest.mark.long) for n in range(20)),
    ],
)
def test_five_thousand_hostile_requests_bring_no_fault_no_echo_and_no_growth(
    tokens, no_limits, editor, seed
):  # fmt: skip
    staff = browser()
    staff.force_login(editor)
    staff.get("/admin/")  # what a process reads once is not counted against a request
    requests = list(Grammar(seed, tokens).requests(5000))
    queries, slowest, grown = send_all(requests, [browser(), browser(), browser(), staff])
    assert slowest[-1][0] < SLOW, slowest
    assert grown < GROWTH, f"{grown} kB"
    for route, numbers in queries.items():
        assert max(numbers) <= MOST_QUERIES, route
        quarter = len(numbers) // 4
        if quarter >= 5:
            assert mean(numbers[-quarter:]) <= 2 * mean(numbers[:quarter]) + ANEW, route


def workbook() -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in ("council", "date", "evidence"), ("Sheffield", "4 November 2026", "Minutes"):
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def damaged(whole, random):
    """Yield a file sixty times, damaged in one to six places."""
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(random.randint(1, 6)):
            at = random.randrange(len(data))
            odd = random.choice(FRAGMENTS).encode(errors="replace")
            data[at : at + random.randint(0, 4)] = random.choice([odd, random.randbytes(3)])
        yield bytes(data)


@pytest.mark.fault
def test_no_importer_fails_on_a_damaged_file(db):
    random = Random(20261126)
    lists = b"council,date,evidence\nSheffield,4 November 2026,Minutes\n"
    sheet = b"council,role,channel,where,source\nKent,leader,email,a@kent.example,x\n"
    for whole in (lists, sheet, workbook(), lists.decode().encode("utf-16")):
        for data in damaged(whole, random):
            text = ""
            with suppress(ValueError):  # in its own words: the file cannot be read
                text = sheets_of_file(data)[0].text
            for kind in ListKind:
                with suppress(ValueError):
                    lines, _ = read_table(text, kind)
                    lines_of(DraftList(kind=kind, lines=lines))


def documents():
    """Yield a picture in each form, and a PDF."""
    for form in ("JPEG", "PNG", "WEBP"):
        Image.effect_noise((24, 16), 50).convert("RGB").save(file := io.BytesIO(), form)
        yield file.getvalue()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("a.txt", b"words")
    writer.write(file := io.BytesIO())
    yield file.getvalue()


@pytest.mark.large
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_no_damaged_picture_or_document_is_a_fault():
    random = Random(20261128)
    for whole in documents():
        for data in damaged(whole, random):
            with suppress(ValueError):
                cleaning.clean(data)
