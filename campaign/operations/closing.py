"""What is done once the campaign has closed: first it stops, then it forgets.

On the day itself every address that takes something from people refuses to
(campaign/http/around_views.py). The nightly jobs do the rest, and may run twice or late.
"""

import datetime as dt
from collections import Counter

from django.db import transaction
from django.utils import timezone

from campaign import retention
from campaign.ledger import ledger
from campaign.letters import nightly
from campaign.letters import pending as letters
from campaign.letters.models import Letter
from campaign.letters.states import WAITS_TO_GO, State
from campaign.privacy import personal_data
from campaign.sign_up.models import SignUp
from campaign.supporters import wishes
from campaign.supporters.models import Wish
from campaign.tasks.models import Task
from councils.dates import format_date, today
from councils.models import Change, ChangeKind, RecordVersion
from councils.record import closed_on, record_version

PAST_EVERYTHING = dt.timedelta(days=3650)
"""Added to the time of a purge, so that every period of retention has ended but those of staff."""
WAITING = [State.HELD, *WAITS_TO_GO]
"""States of confirmed letters that have not left."""


def run(now: dt.datetime) -> str:
    """Do what is due since the campaign has closed; return what was done, in words.

    Letters and wishes are stopped every night, so that one a worker was handing over is not
    missed; people are erased once ``retention.AFTER_CLOSING`` is over, and every night from then.
    """
    day = closed_on()
    if day is None:
        return "not closed"
    note(day)
    done = Counter(letters.close())
    done["messages never confirmed, deleted"] = SignUp.objects.filter(confirmed_at=None).erase()
    done.update(wishes.tell_what_came_true(now))
    done.update(wishes.end_all())
    if timezone.localdate(now) >= day + retention.AFTER_CLOSING:
        done.update(erase_everybody(now))
    return ", ".join(f"{number} {kind}" for kind, number in done.items() if number) or "closed"


def erase_everybody(now: dt.datetime) -> dict[str, int]:
    """Erase all that is held about people but staff; return how much of each kind.

    Letters that have gone are counted first, however lately: what is not counted is not erased.
    """
    nightly.count(now + PAST_EVERYTHING)
    return personal_data.purge_all(now + PAST_EVERYTHING, of_staff=False)


def may_open_again(closed: dt.date) -> bool:
    """Whether the night that erases people, of a campaign that closed on a day, is still ahead."""
    return today() < closed + retention.AFTER_CLOSING


def open_again(closed: dt.date, why: str, now: dt.datetime) -> str:
    """Open a closed campaign; return what the log says of it.

    What the night of the erasure would erase is erased first: nothing is revived, and nobody who
    was told that it is over hears more.
    """
    with transaction.atomic():
        letters.close()
        wishes.end_all()
        erase_everybody(now)
        note(None)
        RecordVersion.close_on(None)
        said = f"The campaign closed on {format_date(closed)}, and opened again on"
        said += f" {format_date(today())}."
        Change.objects.note(None, ChangeKind.CORRECTED, said, why)
    return said


# After a restore


def note(day: dt.date | None) -> None:
    """Note in the ledger the day on which the campaign closed; None once it is open again."""
    number = day.toordinal() if day else 0
    ledger.record(ledger.Noted.CLOSED, f"{number:026}")


def close_again(hashes: ledger.Hashes) -> int:
    """Close a campaign that is back from before its closing; erase people if those days are over.

    Return whether it was so. Of lines of one day that of its opening is the later one.
    """
    number = int(max(hashes, key=lambda written: (hashes[written], int(written) == 0)))
    if number == 0 or closed_on() is not None:
        return 0
    day = dt.date.fromordinal(number)
    RecordVersion.close_on(day)
    record_version.forget()
    if today() >= day + retention.AFTER_CLOSING:
        erase_everybody(timezone.now())
    return 1


# What would be


def rehearse(now: dt.datetime) -> dict[str, dict[str, int]]:
    """Return what closing now would stop and erase. Nothing is changed and nobody is told."""
    stops = {
        "letters to councils that have not left": Letter.objects.filter(state__in=WAITING).count(),
        "letters nobody has confirmed": Letter.objects.filter(state=State.AWAITING).count(),
        "wishes that get a last email": Wish.objects.exclude(confirmed_at=None).count(),
        "wishes nobody has confirmed": Wish.objects.filter(confirmed_at=None).count(),
    }
    stays = {
        "complaints that nobody has answered": Task.objects.open().complaints().count(),
        "calls for help that nobody has dealt with": Task.objects.open_calls().count(),
    }
    with transaction.atomic():
        erases = erase_everybody(now)
        transaction.set_rollback(True)
    erased = {kind: number for kind, number in erases.items() if number}
    return {"stops": stops, "stays": stays, "erases": erased}
