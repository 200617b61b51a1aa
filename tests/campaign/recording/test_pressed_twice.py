"""Ed presses a button twice, or he and a colleague at once: it is done once, and no page breaks.

By real processes on a real database: .ci/run does it on PostgreSQL.
"""

import datetime
import threading
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse

from tests.seen import fields

pytestmark = pytest.mark.fault

RECORD = "/admin/record/"
LISTS = "/admin/record/lists/signatures/"
PRESSES = 4
TOKEN = "x" * 32
SIGN_IN = """
import json
from django.contrib.auth.models import User
from django.test import Client
from campaign.staff import roles
ed = User(username="ed@example.org")
roles.give(ed, "editor", "supporter care")
client = Client()
client.force_login(ed)
print("SESSION" + json.dumps(client.cookies["staff"].value))
"""
ON_RECORD = """
import json
from councils.models import Change, DraftList, Event, Pause, Signature
print("COUNTED" + json.dumps({
    "signatures": Signature.objects.standing().filter(council__code__in=["SHF", "LDS"]).count(),
    "events": Event.objects.standing().count(),
    "waiting": Signature.objects.drafts().count(),
    "lists": DraftList.objects.count(),
    "pauses": Pause.objects.count(),
    "log": list(Change.objects.order_by("pk").values_list("kind", flat=True)),
}))
"""
SIGNED = {
    "shows": "signed",
    "council": "Sheffield",
    "date": "4 November 2026",
    "source_kind": "minutes",
    "source": "Minutes, page 7",
}


@pytest.fixture
def ed(site):
    """The site, as Ed’s browser asks it."""
    session = site.ask(SIGN_IN, "SESSION")
    site.cookies = f"staff={session}; csrftoken={TOKEN}"
    return site


def post(ed, address, typed):
    """Send a form; return where it leads, or its page again."""
    form = urlencode({**typed, "csrfmiddlewaretoken": TOKEN}, doseq=True)
    status, headers, body = ed.ask_for(address, form.encode())
    assert status in (200, 302), status
    return headers.get("Location", ""), HttpResponse(body)


def press_at_once(ed, address, typed, button):
    """Press a button several times at the same instant; return where the presses led."""
    barrier = threading.Barrier(PRESSES)
    led_to = []

    def press():
        barrier.wait()
        led_to.append(post(ed, address, {**typed, button: ""})[0])

    threads = [threading.Thread(target=press) for _ in range(PRESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(led_to) == PRESSES, "A page broke."
    return set(led_to)


def record_at_once(ed, **typed):
    """Press Publish on the preview of what Ed typed, several times at once."""
    _, _, form = ed.get(RECORD)
    _, preview = post(ed, RECORD, fields(HttpResponse(form)) | SIGNED | typed | {"preview": ""})
    return press_at_once(ed, RECORD, fields(preview), "publish")


def test_what_is_recorded_and_undone_by_presses_at_once_is_so_once(ed):
    (signature,) = record_at_once(ed)  # each press leads to what the first recorded
    (event,) = record_at_once(ed, shows="decided")
    (waits,) = record_at_once(ed, council="Bury", public_from="1 December 2099")
    now = ed.ask(ON_RECORD, "COUNTED")
    assert (now["signatures"], now["events"], now["waiting"]) == (1, 1, 1)
    assert now["log"] == ["recorded", "recorded"]

    dispute = f"{event}dispute/"
    _, _, form = ed.get(dispute)
    typed = fields(HttpResponse(form)) | {"reason": "It wrote to us.", "preview": ""}
    _, preview = post(ed, dispute, typed)
    assert press_at_once(ed, dispute, fields(preview), "publish") == {event}
    for fact in (waits, signature):
        press_at_once(ed, fact, {}, "undo")
    now = ed.ask(ON_RECORD, "COUNTED")
    assert (now["signatures"], now["events"], now["waiting"]) == (0, 1, 0)
    assert now["log"] == ["recorded", "recorded", "corrected", "retracted"]


@pytest.mark.parametrize("more", ["", "Bury,soon,A page,news"])
def test_a_list_published_and_undone_by_presses_at_once_is_so_once(ed, more):
    lines = ["council,date,evidence,kind of evidence", more]
    lines += [f"{council},4 November 2026,Minutes,minutes" for council in ("Sheffield", "Leeds")]
    there, _ = post(ed, LISTS, {"pasted": "\n".join(lines)})
    _, _, page = ed.get(there)
    typed = fields(HttpResponse(page)) | {"take": [3, 4], "opened": "on"}
    press_at_once(ed, there, typed, "publish")
    now = ed.ask(ON_RECORD, "COUNTED")
    assert (now["signatures"], now["lists"]) == (2, 1)
    assert now["log"] == ["recorded", "recorded"]
    press_at_once(ed, there, {}, "undo")
    now = ed.ask(ON_RECORD, "COUNTED")
    assert now["signatures"] == 0
    assert now["log"] == ["recorded", "recorded", "retracted", "retracted"]


def test_a_pause_saved_by_presses_at_once_is_made_once(ed):
    add = "/admin/councils/pause/add/"
    _, _, form = ed.get(add)
    typed = fields(HttpResponse(form)) | {
        "council": "Kent",
        "until": datetime.date.today() + datetime.timedelta(days=3),
        "reason": "a child has died there",
    }
    press_at_once(ed, add, typed, "_save")
    assert ed.ask(ON_RECORD, "COUNTED")["pauses"] == 1
