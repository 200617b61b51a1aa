"""Two requests at the same instant, by real processes on a real database: one letter goes.

Run by .ci/run on PostgreSQL, as a site runs; by hand on SQLite.
"""

import threading
import time
from contextlib import suppress
from http.client import HTTPException

import pytest

pytestmark = pytest.mark.fault

LETTERS, PRESSES = 20, 8

WAITING = """
import datetime as dt, json
from campaign.letters.models import Letter
from councils.models import Contact, Council
kent = Council.objects.get(code="KEN")
Contact.objects.create(council=kent, email="lead@kent.example", source="its site",
    checked_on=dt.date(2026, 11, 20), check_again_on=dt.date(2099, 1, 1))
made = []
for number in range({letters}):
    letter = Letter.objects.create(council=kent, status_at_drafting="signed", subject="A letter",
        text=f"Letter {{number}}", name="Anna", postal_address="Dover",
        email=f"anna{{number}}@gmail.com")
    letter.request_confirmation()
    made.append([letter.pk, letter.token, letter.draft_token, letter.code])
print("MADE" + json.dumps(made))
"""
ROWS = """
import json
from campaign.letters.models import Letter
from campaign.outbox.models import OutgoingMessage
print("ROWS" + json.dumps([list(Letter.objects.values_list("pk", "state")),
    list(OutgoingMessage.objects.filter(purpose="letter").values_list("key", flat=True))]))
"""


def at_once(presses) -> list:
    """Call every function at the same instant; return their answers."""
    barrier, answers = threading.Barrier(len(presses)), []

    def run(press):
        barrier.wait()
        answers.append(press())

    threads = [threading.Thread(target=run, args=[press]) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.promise(14)
def test_a_letter_confirmed_by_link_and_code_at_the_same_instant_is_queued_once(site):
    letters = site.ask(WAITING.format(letters=LETTERS), "MADE")
    for _, token, draft_token, code in letters:
        by_link = lambda token=token: site.post(  # noqa: E731
            f"/letters/{token}/confirm/", confirmations_sent="1"
        )
        by_code = lambda draft=draft_token, code=code: site.post(  # noqa: E731
            f"/councils/kent/write/{draft}/code/", code=code
        )
        answers = at_once([by_link, by_code] * (PRESSES // 2))
        assert {status for status, _ in answers} <= {200, 303}, answers
    states, queued = site.ask(ROWS, "ROWS")
    assert {state for _, state in states} == {"queued"}
    assert sorted(queued) == sorted(f"letter:{pk}" for pk, *_ in letters)


def test_a_letter_confirmed_and_cancelled_at_the_same_instant_ends_in_one_state(site):
    letters = site.ask(WAITING.format(letters=LETTERS), "MADE")
    for _, token, draft_token, _ in letters:
        at_once([
            lambda token=token: site.post(
                f"/letters/{token}/confirm/", confirmations_sent="1"),
            lambda draft=draft_token: site.post(
                f"/councils/kent/write/{draft}/clear/"),
            lambda draft=draft_token: site.post(
                f"/councils/kent/write/{draft}/keep/", text="Changed"),
        ])  # fmt: skip
    states, queued = site.ask(ROWS, "ROWS")
    went = [f"letter:{pk}" for pk, state in states if state == "queued"]
    assert sorted(queued) == sorted(went)
    assert {state for _, state in states} <= {"queued", "cancelled", "draft"}


UNANSWERED = """
import datetime as dt, json
from django.utils import timezone
from campaign.confirmation import new_token
from campaign.letters.models import Letter
from councils.models import Council
kent = Council.objects.get(code="KEN")
then = timezone.now() - dt.timedelta(days=43)
made = []
for number in range({letters}):
    letter = Letter.objects.create(council=kent, status_at_drafting="signed", subject="A letter",
        text=f"Letter {{number}}", name="Anna", postal_address="Dover", token=new_token(),
        email=f"anna{{number}}@gmail.com", state="accepted", answered="no", asked_at=then,
        confirmed_at=then, outcome_at=then)
    made.append(letter.token)
print("MADE" + json.dumps(made))
"""
FOLLOW_UPS = """
import json
from campaign.letters.models import Letter
follow_ups = Letter.objects.filter(follows__isnull=False)
print("ROWS" + json.dumps(list(follow_ups.values_list("follows", flat=True))))
"""


def test_write_once_more_selected_many_times_at_the_same_instant_begins_one_letter(site):
    tokens = site.ask(UNANSWERED.format(letters=LETTERS), "MADE")
    for token in tokens:
        again = lambda token=token: site.post(  # noqa: E731
            f"/letters/{token}/write-again/", again="1"
        )
        answers = at_once([again] * PRESSES)
        assert {status for status, _ in answers} == {303}, answers
    followed = site.ask(FOLLOW_UPS, "ROWS")
    assert len(followed) == len(set(followed)) == LETTERS


SAME_TO_EIGHT = """
import datetime as dt, json
from campaign.letters.models import Letter
from councils.models import Contact
from councils.record import record_on
made = []
rows = [row for row in record_on().councils if row.is_responsible][:8]
for number, row in enumerate(rows):
    Contact.objects.create(council_id=row.id, email=f"lead@{row.slug}.example", source="its site",
        checked_on=dt.date(2026, 11, 20), check_again_on=dt.date(2099, 1, 1))
    letter = Letter.objects.create(council_id=row.id, status_at_drafting=row.status, subject="Now",
        text="Every one of you directors lets children down and will answer for it in the papers:"
        " the auditors have been told which office hid the files last winter, and your own name"
        " stands at the head of the list that goes to print on Friday unless you resign at once.",
        name="Anna Smith", postal_address="Dover", email=f"anna{number}@gmail.com")
    letter.request_confirmation()
    made.append(letter.token)
print("MADE" + json.dumps(made))
"""


def test_one_text_confirmed_for_eight_councils_at_the_same_instant_reaches_one(site):
    presses = []
    for token in site.ask(SAME_TO_EIGHT, "MADE"):
        presses.append(
            lambda token=token: site.post(f"/letters/{token}/confirm/", confirmations_sent="1")
        )
    answers = at_once(presses)
    assert {status for status, _ in answers} == {303}
    states, queued = site.ask(ROWS, "ROWS")
    assert sorted(state for _, state in states) == ["held"] * 7 + ["queued"]
    assert len(queued) == 1


TEN_DRAFTS = """
import json
from campaign.letters.models import Letter
from councils.models import Contact, Council
import datetime as dt
kent = Council.objects.get(code="KEN")
Contact.objects.create(council=kent, email="lead@kent.example", source="its site",
    checked_on=dt.date(2026, 11, 20), check_again_on=dt.date(2099, 1, 1))
made = []
for number in range(10):
    letter = Letter.objects.create(council=kent, status_at_drafting="signed", subject="A letter",
        text=f"Letter {number}, of my own.", name="Anna", postal_address="Dover",
        email=f"anna+{number}@gmail.com")
    made.append(letter.draft_token)
print("MADE" + json.dumps(made))
"""


def test_of_ten_letters_asked_for_at_the_same_instant_a_mailbox_gets_six_codes(site):
    presses = []
    for token in site.ask(TEN_DRAFTS, "MADE"):
        address = f"/councils/kent/write/{token}/send/"
        presses.append(lambda address=address: site.post(address, text="A letter of my own."))
    at_once(presses)
    states, _ = site.ask(ROWS, "ROWS")
    assert [state for _, state in states].count("awaiting") == 6


@pytest.mark.promise(16)
@pytest.mark.long  # a minute: the server starts anew for each letter
def test_a_web_server_killed_at_any_moment_of_a_confirmation_loses_and_doubles_nothing(site):
    letters = site.ask(WAITING.format(letters=8), "MADE")
    for number, (_, token, *_) in enumerate(letters):

        def confirm(token=token):
            address = f"/letters/{token}/confirm/"
            return site.post(address, confirmations_sent="1")

        def press(confirm=confirm):
            with suppress(OSError, HTTPException):
                confirm()

        pressing = threading.Thread(target=press)
        pressing.start()
        time.sleep(number * 0.02)
        site.kill()
        pressing.join()
        site.start()
        assert confirm()[0] in (200, 303)
    states, queued = site.ask(ROWS, "ROWS")
    assert {state for _, state in states} == {"queued"}
    assert sorted(queued) == sorted(f"letter:{pk}" for pk, *_ in letters)
