"""A letter runs through few modules, so that who looks for a fault in its way opens few files."""

import sys
from pathlib import Path

from django.core.management import call_command

from campaign.letters.models import Letter, State
from tests.campaign.letters.conftest import WRITER

ROOT = Path(__file__).parents[3]
OURS = (ROOT / "campaign", ROOT / "councils")
MOST = 55


def test_from_first_screen_to_mail_server_a_letter_runs_through_at_most_55_modules(begin, contact):
    contact()

    def send():
        browser = begin("kent", own_line="My niece lives here.")
        browser.press("send", **WRITER)
        browser.press("code", code=Letter.objects.latest("pk").code)
        call_command("deliver", verbosity=0)

    send()  # what is read from files once a process
    seen = set()
    sys.setprofile(lambda frame, event, _: event == "call" and seen.add(frame.f_code.co_filename))
    try:
        send()
    finally:
        sys.setprofile(None)
    assert {letter.state for letter in Letter.objects.all()} == {State.ACCEPTED}
    modules = sorted(
        str(Path(name).relative_to(ROOT))
        for name in seen
        if any(Path(name).is_relative_to(room) for room in OURS)
    )
    print(len(modules), *modules, sep="\n")
    assert len(modules) <= MOST
