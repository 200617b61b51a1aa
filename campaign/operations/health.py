"""How each part of the site is: for monitors, for the desk and for whoever is on call."""

import datetime as dt
import shutil
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from campaign.ledger import ledger
from campaign.ledger.models import WaitingLine
from campaign.operations.models import CompletedJob
from campaign.outbox.health import AHEAD, OutboxHealth, check_health
from campaign.pages.models import Organisation
from campaign.safeguarding.watch import failed_since
from councils.models import RecordVersion

LEAST_FREE = 500
"""Megabytes that must be free on the disk: a database that cannot grow loses letters, and a ledger
that cannot lets nobody unsubscribe."""
MOST_USED = 90
"""How full the disk may be, in percent."""
LATE_AFTER = dt.timedelta(hours=36)
"""The night’s jobs and a backup are missed once they were last done so long ago."""
LATE = f"{LATE_AFTER / dt.timedelta(hours=1):.0f} hours"
UNREAD_FOR = dt.timedelta(minutes=30)
"""The mailbox is read every five minutes; a mail server may be away for some."""
Name = CompletedJob.Name


class Part(NamedTuple):
    """A part of the site, what is wrong with it, and figures about nobody."""

    name: str
    problem: str = ""
    """A sentence that anybody may read; empty if all is well."""
    figures: dict[str, int] | None = None
    exists: bool = True

    @property
    def state(self) -> str:
        if self.problem:
            return "unwell"
        return "well" if self.exists else "none"


def parts(mail: OutboxHealth | None = None) -> list[Part]:
    """Return every part, or the database alone if it does not answer or keeps nothing."""
    try:
        if not RecordVersion.objects.exists():
            problem = "The database has no record: its migrations were not run."
        elif is_read_only():  # no worker can say that it lives, and no job that it is done
            problem = "The database is read-only: pages are shown, and nothing can be kept."
        else:
            return [Part("database"), *parts_behind(mail or check_health())]
    except DatabaseError:
        problem = "The database does not answer, or has no tables."
    return [Part("database", problem)]


def is_read_only() -> bool:
    """Whether PostgreSQL lets nobody write: it is a standby, or somebody has set it so."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        (answer,) = cursor.fetchone()
    return answer == "on"


def parts_behind(mail: OutboxHealth) -> list[Part]:
    done = dict(CompletedJob.objects.values_list("name", "at"))
    return [
        Part("outbox", mail.problem, mail.figures()),
        Part("worker", worker_problem(mail)),
        job(
            "night", done.get(Name.NIGHTLY),
            f"The night’s jobs were not all done for {LATE}. Run manage.py nightly.",
        ),
        job(
            "backup", done.get(Name.BACKUP),
            f"No backup was made for {LATE}. Make one: manage.py backup.",
        ),
        mailbox(done.get(Name.FETCH)),
        space(),
        Part(
            "ledger", ledger_problem(), {"waiting_lines": WaitingLine.objects.count()},
            exists=bool(settings.LEDGER) and Name.BARE_RESTORE not in done,
        ),
        Part("safeguarding", safeguarding_problem()),
    ]  # fmt: skip


def worker_problem(mail: OutboxHealth) -> str:
    if not settings.SERVES or mail.is_worker_alive:
        return ""
    if mail.is_seen_in_the_future:
        return "The worker was last seen at a time to come. Set the clock, then start it anew."
    return "No worker is running. Start one: manage.py deliver --watch."


def ledger_problem() -> str:
    """Return what is wrong with the ledger, or with what has yet to be written there."""
    fault = ledger.why_not_writable()
    if fault:
        return (
            f"The ledger cannot be written: {fault}. Letters and emails to many wait, and a backup"
            " put back now would bring back whoever is erased or unsubscribes today."
        )
    if WaitingLine.objects.exists():
        return "Lines of the ledger wait in the database until the worker writes them."
    return ""


def safeguarding_problem() -> str:
    """Say why a call for help may reach nobody; "" if it does."""
    if Organisation.current().lacks_safeguarding:
        return "No address for safeguarding is confirmed: say who runs the site."
    if failed_since(timezone.now() - dt.timedelta(days=1)).exists():
        return "An alarm about a call for help did not arrive. Read the calls: they are tasks."
    return ""


def mailbox(read_at: dt.datetime | None) -> Part:
    """Return how the mailbox is that ``fetch_mail`` reads, where the site has one."""
    if not settings.IMAP:
        return Part("mailbox", exists=False)
    return job(
        "mailbox", read_at,
        "The mailbox was not read for half an hour: bounces and answers wait there. Run manage.py"
        " fetch_mail, which says why.", late_after=UNREAD_FOR,
    )  # fmt: skip


def job(
    name: str, done_at: dt.datetime | None, sentence: str, late_after: dt.timedelta = LATE_AFTER
) -> Part:
    """Return a part that is well as long as its job was done lately, where one is expected."""
    age = timezone.now() - done_at if done_at else None
    is_late = settings.SERVES and (age is None or not -AHEAD <= age <= late_after)
    figures = {} if age is None else {"age_seconds": round(age.total_seconds())}
    return Part(name, sentence if is_late else "", figures, exists=settings.SERVES)


def space() -> Part:
    """Return how the disks of the site and of the ledger are: the fuller, which may be the same."""
    folders = [settings.BASE_DIR]
    if settings.LEDGER and settings.LEDGER.parent.is_dir():
        folders.append(settings.LEDGER.parent)
    disks = [shutil.disk_usage(folder) for folder in folders]
    free = min(disk.free for disk in disks) // 1_000_000
    used = max(round(100 * (1 - disk.free / disk.total)) for disk in disks)
    problem = ""
    if free < LEAST_FREE:
        problem = f"{free} MB are free on the disk. Make room."
    elif used > MOST_USED:
        problem = f"{used} % of the disk are used. Make room."
    return Part("space", problem, {"free_megabytes": free, "used_percent": used})
