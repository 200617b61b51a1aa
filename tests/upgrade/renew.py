"""Keep this release's schema and writes in last_release.json. ./dev release runs this.

It works in an empty database of its own, at DATABASE_URL.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from campaign.inbox.process import process  # noqa: E402
from campaign.outbox.models import OutgoingMessage  # noqa: E402
from campaign.privacy.purge import purge_all  # noqa: E402
from campaign.release import VERSION  # noqa: E402
from councils.models import Council, Edition, Signature, SourceKind  # noqa: E402
from tests.campaign.privacy.life import (  # noqa: E402
    COUNCIL,
    ask_for,
    confirm,
    leave_a_draft,
    make_contact,
    reply,
)
from tests.conftest import load_what_ships  # noqa: E402
from tests.upgrade.schema import schema  # noqa: E402
from tests.upgrade.writer import WRITTEN, as_json, writes_of  # noqa: E402

FILE = Path(__file__).with_name("last_release.json")


def renew() -> None:
    """Carry out each of the writer's acts, and write what they changed to FILE."""
    setup_test_environment()
    call_command("migrate", verbosity=0)
    load_what_ships()
    kent, edition = Council.objects.get(code="KEN"), Edition.objects.get()
    make_contact()
    client = Client()
    acts = {
        "draft": lambda: leave_a_draft(client),
        "confirm": lambda: confirm(client, ask_for(client)),
        "record": lambda: record(kent, edition),
        "deliver": lambda: call_command("deliver", verbosity=0),
        "receive": receive,
        "purge": lambda: purge_all(timezone.now() + dt.timedelta(days=400)),
    }
    steps = {name: [portable(row, kent, edition) for row in writes_of(act)]
             for name, act in acts.items()}  # fmt: skip
    release = {"version": VERSION, "schema": schema(), "steps": steps}
    FILE.write_text(json.dumps(release, indent=1, ensure_ascii=False) + "\n")


def receive() -> None:
    """Take in an answer, and then a bounce, of the letter that was delivered."""
    sender = OutgoingMessage.objects.get(purpose="letter").envelope_sender
    process(reply("RE: Your letter", "We will look at it.", COUNCIL), to=sender)
    failed = f"X-Failed-Recipients: {COUNCIL}\nReturn-Path: <>\n"
    notice = f"A letter failed.\n{COUNCIL}\n 550 5.1.1 User unknown"
    process(reply("Mail delivery failed", notice, "mailer-daemon@kent.example", failed), to=sender)


def record(council: Council, edition: Edition) -> None:
    Signature.objects.create(
        council=council,
        edition=edition,
        date="2026-11-20",
        source="Minutes of the council, item 7",
        source_kind=SourceKind.MINUTES,
        checked_on="2026-11-20",
    )


def portable(row: dict[str, Any], council: Council, edition: Edition) -> dict[str, Any]:
    """Return a row with placeholders for the primary keys of its council and edition."""
    if "is_deleted" in row:
        return row
    places = {"council_id": (council.pk, "$council"), "edition_id": (edition.pk, "$edition")}
    values = {}
    for column, value in row["values"].items():
        key, place = places.get(column, (None, ""))
        values[column] = place if key is not None and value == key else as_json(value)
        if value is not None and (table := refers_to(row["table"], column)):
            values[column] = {"row": [table, value]}
    return {**row, "values": values}


def refers_to(table: str, column: str) -> str:
    """Return the table of rows that are kept to which a column refers, or "" for any other."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    field = next(f for f in model._meta.local_concrete_fields if f.attname == column)
    related = field.related_model._meta.db_table if field.related_model else ""
    return related if related in WRITTEN else ""


if __name__ == "__main__":
    renew()
