"""Keep this release's schema and writes in last_release.json. ./dev release runs this.

It works in an empty database of its own, at DATABASE_URL.
"""

import json
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from campaign.release import VERSION  # noqa: E402
from councils.models import Council, Edition, Signature, SourceKind  # noqa: E402
from tests.campaign.privacy.life import ask_for, confirm, leave_a_draft, make_contact  # noqa: E402
from tests.conftest import load_what_ships  # noqa: E402
from tests.upgrade.schema import schema  # noqa: E402
from tests.upgrade.writer import as_json, writes_of  # noqa: E402

FILE = Path(__file__).with_name("last_release.json")


def renew() -> None:
    """Carry out the writer's three acts, and write what they changed to FILE."""
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
    }
    steps = {name: [portable(row, kent, edition) for row in writes_of(act)]
             for name, act in acts.items()}  # fmt: skip
    release = {"version": VERSION, "schema": schema(), "steps": steps}
    FILE.write_text(json.dumps(release, indent=1, ensure_ascii=False) + "\n")


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
    places = {"council_id": (council.pk, "$council"), "edition_id": (edition.pk, "$edition")}
    values = {}
    for column, value in row["values"].items():
        key, place = places.get(column, (None, ""))
        values[column] = place if key is not None and value == key else as_json(value)
    return {**row, "values": values}


if __name__ == "__main__":
    renew()
