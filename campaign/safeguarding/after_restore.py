"""After a restore: whose address it is, and whoever reads calls learns what is lost."""

import datetime as dt

from django.conf import settings

from campaign.ledger.ledger import Hashes, Noted, is_named
from campaign.pages.models import Organisation
from campaign.purposes import Purpose
from campaign.safeguarding.addresses import PLACES, ledger_name
from campaign.staff import accounts, emails
from campaign.tasks.models import Task, TaskAct, TaskStep
from councils.dates import format_moment

SUBJECT = "Calls for help: we went back to an older copy"
NOTE = (
    "We went back to a copy of our data of {time}. What was done with this since is not here:"
    " somebody may have dealt with it, or answered."
)


def settle(now: dt.datetime, made_at: dt.datetime) -> dict[str, int]:
    """Forget addresses that were asked and had not said yes, and note on open tasks what is lost.

    Another may have been asked since, because the first was wrong: its link must not work again.
    """
    Organisation.objects.update(safeguarding_asked="", deputy_asked="")
    tasks = list(Task.objects.open())
    note = NOTE.format(time=format_moment(made_at))
    steps = [TaskStep(task=task, act=TaskAct.NOTED, at=now, text=note) for task in tasks]
    TaskStep.objects.bulk_create(steps)
    return {"open tasks, which may have been dealt with since": len(tasks)}


def leave_out_again(hashes: Hashes) -> int:
    """Take out the addresses for calls that were replaced since; return how many.

    Who has taken their place is not known: administrators are told, and ``/health/`` is unwell.
    """
    left_out = 0
    organisation = Organisation.current()
    for field in PLACES:
        address = getattr(organisation, field)
        if address and is_named(Noted.ADDRESS, ledger_name(field, address), hashes):
            Organisation.objects.update(**{field: ""})
            left_out += 1
    return left_out


def tell(now: dt.datetime, made_at: dt.datetime) -> None:
    """Tell whoever reads calls, and every administrator, what the desk no longer knows."""
    organisation = Organisation.current()
    first = organisation.safeguarding_email or "nobody"
    deputy = organisation.deputy_email or "nobody"
    text = f"""{settings.SITE_URL} went back to a copy of its data of {format_moment(made_at)}.

A call for help that came after that is no longer on the desk, and the link in our email about it \
has stopped working. You may have the only copy: look through what we have sent you since, and see \
that somebody is dealing with each.

A call that somebody has taken or closed since is open again. Take it or close it once more.

The first who is told of calls is now {first}; the deputy is {deputy}. Whoever took their place \
since then is not known here. Is that wrong? An administrator changes it under “Who runs the \
site”: {settings.SITE_URL}/admin/"""
    key = f"older-copy:{now:%Y%m%d%H%M%S}"
    emails.to_staff(accounts.administrators(), SUBJECT, text, key, purpose=Purpose.SITE)
    for address in {organisation.safeguarding_email, organisation.deputy_email} - {""}:
        emails.to_address(address, SUBJECT, text)
