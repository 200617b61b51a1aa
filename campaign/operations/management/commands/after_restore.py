"""After the database was brought back to an older state: what must happen before anybody sees it.

From a backup of ours or a provider's snapshot alike. All of it is one transaction, so a run that is
killed has changed nothing, and it may be run more than once.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from campaign import retention
from campaign.ledger import ledger
from campaign.ledger.ledger import Noted
from campaign.letters import after_restore as letters
from campaign.operations import closing
from campaign.operations.models import CompletedJob
from campaign.outbox import after_restore as outbox
from campaign.outbox.models import MailMayRun, MailSettings, MessageState, OutgoingMessage
from campaign.privacy.personal_data import erase_again, purge_all
from campaign.safeguarding import after_restore as calls
from campaign.sign_up.models import SignUp
from campaign.staff import accounts
from campaign.supporters import wishes
from campaign.taken_out import taking, versions
from campaign.tasks import after_restore as tasks

Name = CompletedJob.Name
KNOWN_FROM = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Stands for the moment of a state that does not say when it was kept."""


def end_unconfirmed(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """Delete messages from councils that nobody had confirmed: their links were sent before."""
    return {"unconfirmed messages: deleted": SignUp.objects.filter(confirmed_at=None).erase()}


SETTLED_BY: tuple[Callable[[dt.datetime, dt.datetime], dict[str, int]], ...] = (
    accounts.end_access,
    end_unconfirmed,
    calls.settle,
    letters.settle,
    wishes.settle,
    outbox.settle,  # the last: what the rooms above have just queued becomes unsure as well
)
"""Settles what a room must not carry on with, given the time now and that of the old state; returns
how much of each kind. Called in this order."""

type Repeat = Callable[[ledger.Hashes], int]
"""Repeats what lines of one kind record: takes their hashes, returns how much."""

BEFORE_SETTLING: dict[Noted, list[Repeat]] = {
    Noted.SUPPRESSED: [wishes.suppress_again],
    Noted.UNSUBSCRIBED: [partial(wishes.end_again, Noted.UNSUBSCRIBED)],
    Noted.SENT: [partial(wishes.end_again, Noted.SENT), outbox.left_before],
}
"""What is done before anything is queued: else an email about it would be unsure, and somebody
could send it to a person who has had it, or who asked for no more."""

LEDGER_KINDS: dict[Noted, list[Repeat]] = {
    # Accounts first: they are known by their names, and erased once they are disabled.
    Noted.ACCOUNT: [accounts.shut_out_again],
    Noted.ROLES: [accounts.shut_out_with_old_roles],
    Noted.PASSWORD: [accounts.lock_again],
    Noted.ADDRESS: [calls.leave_out_again],
    Noted.ERASED: [erase_again, letters.anonymise_again],
    Noted.CANCELLED: [letters.cancel_again],
    Noted.REDACTED: [taking.take_out_again, versions.erase_again],
    Noted.CLOSED: [closing.close_again],
    Noted.COMPLAINTS: [tasks.pass_over],
}
"""What is done once all is settled."""


class Settled(NamedTuple):
    """How much of each kind was settled, and why somebody may be back all the same."""

    done: dict[str, int]
    incomplete: str


@transaction.atomic
def run(ledgers: Sequence[Path], *, other_secret: bool = False) -> Settled:
    """Settle an old state, and return how much of each kind there was.

    ``ledgers`` are those of all machines. ``other_secret`` allows a state that was made with
    another SECRET_KEY. Raises CommandError, and changes nothing then.
    """
    if not (other_secret or is_own_secret()):
        raise CommandError(
            "This state was made with another SECRET_KEY, so the ledgers and the list of people"
            " never to write to would name nobody. Put that key into the settings. Only if it is"
            " lost: --other-secret-key. Nothing was settled."
        )
    try:
        refuse_lost(ledgers)
        lines = ledger.read(ledgers, other_secret=other_secret)
    except (OSError, ValueError) as error:  # it cannot be read, or is no ledger of ours
        raise CommandError(f"{error} Nothing was settled.") from error
    now = timezone.now()
    made_at = state_of()
    incomplete = why_incomplete(ledgers, lines, made_at, now)
    hashes = ledger.hashes_since(lines, not_before(made_at))
    MailSettings.current().pause(True)
    with ledger.unwritten():
        done = settle(now, made_at, hashes)
    MailMayRun.allow(*ledgers)  # nothing that was due in the old state is still to go
    purge_all(now)  # what has become due since, before anybody can see it
    calls.tell(now, made_at)
    CompletedJob.objects.filter(name__in=[Name.RESTORE, Name.BARE_RESTORE]).delete()
    CompletedJob.objects.record(Name.BARE_RESTORE if incomplete else Name.RESTORE, now)
    return Settled(done, incomplete)


def refuse_lost(ledgers: Sequence[Path]) -> None:
    """Raise CommandError for a ledger that is not there; an empty one: ``why_incomplete``."""
    for path in ledgers:
        if path.is_file():
            continue
        raise CommandError(
            f"The ledger {path} is lost: there is no such file, so nobody knows who was erased"
            f" since. Bring it back from a backup (restic dump --tag runaways latest {path.name});"
            " only if none has it, set LEDGER='' in the settings until this is done. Nothing was"
            " settled."
        )


def settle(
    now: dt.datetime, made_at: dt.datetime, hashes: dict[str, ledger.Hashes]
) -> dict[str, int]:
    """Settle every room, and repeat what the ledger says; return how much of each kind."""
    done = repeat(BEFORE_SETTLING, hashes)
    for settle_room in SETTLED_BY:
        done |= settle_room(now, made_at)
    return done | repeat(LEDGER_KINDS, hashes)


def repeat(kinds: dict[Noted, list[Repeat]], hashes: dict[str, ledger.Hashes]) -> dict[str, int]:
    done = {}
    for kind, repeats in kinds.items():
        if named := hashes.get(kind):
            done[f"from the ledger, {kind}"] = sum(again(named) for again in repeats)
    return done


def why_incomplete(
    ledgers: Sequence[Path],
    lines: Sequence[ledger.LedgerLine],
    made_at: dt.datetime,
    now: dt.datetime,
) -> str:
    """Say why the ledgers may not name everybody who was erased or asked us to stop; "" if all."""
    if not ledgers:
        return "No ledger was given"
    if KNOWN_FROM < made_at < now - retention.BACKUPS_KEPT:
        return f"This state is older than the {retention.BACKUPS_KEPT.days} days of a ledger"
    if ledger.highest_number(lines) < number_of_last_email():
        return "The ledger knows of fewer emails than this state: it is not all of this site’s"
    return ""


def number_of_last_email() -> int:
    """Return the number of the last email that left in this state, or 1 if only that one did."""
    noted = MailMayRun.objects.values_list("sent", flat=True).first()
    if noted is not None:
        return noted
    return int(OutgoingMessage.objects.filter(state=MessageState.ACCEPTED).exists())


def not_before(made_at: dt.datetime) -> dt.datetime:
    """Return from when lines of the ledger count.

    An earlier run may have lacked this ledger, and a night has passed since: then its own state,
    which was older, is not known any more. All lines count that a backup could need.
    """
    earlier = CompletedJob.objects.filter(name__in=[Name.RESTORE, Name.BARE_RESTORE])
    run_at = earlier.filter(at__lte=made_at).values_list("at", flat=True).first()
    if run_at is None:
        return made_at
    return min(made_at, run_at - retention.BACKUPS_KEPT)


def is_own_secret() -> bool:
    """Whether hashes in the database were made with this SECRET_KEY, as far as it says."""
    newest = CompletedJob.objects.exclude(secret_mark="").order_by("-at").first()
    return newest is None or ledger.is_own_secret(newest.secret_mark)


def state_of() -> dt.datetime:
    """Return a moment shortly before the state was kept: of its dump, or of its last night.

    Too early by a day is harmless: those lines of the ledger had been followed already.
    """
    jobs = CompletedJob.objects.filter(name__in=[Name.DUMP, Name.NIGHTLY]).order_by("-at")
    newest = jobs.values_list("at", flat=True).first()
    return newest or KNOWN_FROM


class Command(BaseCommand):
    help = (
        "Run this after any restore, before the site starts: email is paused, what may have been"
        " sent is unsure, and whoever asked to be forgotten since is forgotten again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--ledger", type=Path, nargs="+", action="extend", default=[], metavar="FILE",
            help="the ledger of each machine: it keeps people who were erased from coming back",
        )  # fmt: skip
        parser.add_argument(
            "--other-secret-key", action="store_true",
            help="the SECRET_KEY that the old state was made with is lost",
        )  # fmt: skip

    def handle(self, *, ledger: list[Path], other_secret_key: bool, **options: Any) -> None:
        done, incomplete = run(ledger, other_secret=other_secret_key)
        for kind, number in done.items():
            self.stdout.write(f"{number:>7,}  {kind}")
        if other_secret_key:
            self.warn(
                "The SECRET_KEY of this state is lost: no ledger names anybody, nor does the list"
                " of people never to write to. Before you let email leave, think of them."
            )
        if incomplete:
            own = settings.LEDGER
            here = f" That of this machine is {own}." if own and own.exists() else ""
            self.warn(
                f"{incomplete}: people who were erased since, or asked us to stop, may be"
                " back. Leave email paused, and run this once more with --ledger FILE, one for each"
                f" machine.{here}"
            )
        self.stdout.write(
            "Email is paused. Look at what is unsure, in the admin under Emails we sent, then let"
            " it leave again, on the desk."
        )

    def warn(self, sentence: str) -> None:
        self.stderr.write(self.style.WARNING(sentence))
