"""Find, export and erase everything that the site holds about one person."""

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.text import capfirst

from campaign import ledger
from campaign.privacy.models import Erasure
from campaign.privacy.registry import personal_data
from councils.email_addresses import canonical, mailbox, spellings

type Export = dict[str, list[dict[str, Any]]]
"""Entries by kind, each a dictionary of labels and values."""

ADDRESSES = [
    ("letters.Letter", "email"),
    ("supporters.Alert", "email"),
    ("supporters.Subscription", "email"),
    ("tasks.Task", "email"),
    ("tasks.Task", "on_behalf"),
    ("sign_up.SignUp", "email"),
    ("sign_up.SignUp", "letter_email"),
    ("complaints.Complaint", "email"),
    ("inbox.IncomingMessage", "sender"),
    ("outbox.OutgoingMessage", "recipient"),
    ("outbox.OutgoingMessage", "on_behalf"),
    ("auth.User", "username"),
    ("auth.User", "email"),
    ("staff.AuditEntry", "account"),
]
"""The models and fields that hold people's email addresses."""


@dataclass
class Person:
    """The person to whom an email address belongs."""

    email: str

    def held(self) -> dict[str, int]:
        """Return the number of entries held, by kind; kinds without any are left out."""
        return {kind: len(entries) for kind, entries in self.everything().items() if entries}

    def other_spellings(self) -> list[str]:
        """Return other addresses held that lead to the same mailbox, such as ``anna+news@…``."""
        same = mailbox(self.email)
        domains = {address.rpartition("@")[2] for address in spellings(self.email)}
        if same.endswith("@gmail.com"):
            domains = {"gmail.com", "googlemail.com"}
        held: set[str] = set()
        for model, field in ADDRESSES:
            rows = apps.get_model(model).objects.order_by()
            for domain in domains:
                at_domain = rows.filter(**{f"{field}__iendswith": f"@{domain}"})
                held.update(at_domain.values_list(field, flat=True).distinct())
        known = spellings(self.email.lower())
        return sorted(
            {
                address.lower()
                for address in held
                if mailbox(address) == same and address.lower() not in known
            }
        )

    def everything(self) -> Export:
        everything: Export = {}
        for app in personal_data:
            everything |= app.export(self.email)
        return everything

    def as_file(self) -> bytes:
        """Return a zip file of everything held, as text for people and as JSON for machines."""
        everything = self.everything()
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("person.json", json.dumps(everything, ensure_ascii=False, indent=1))
            archive.writestr("person.txt", readable(self.email, everything))
        return file.getvalue()

    def erase(self, by_role: str, reason: str) -> Erasure:
        """Delete everything held about the person; return the record of it, which names nobody."""
        with transaction.atomic():
            name = ledger.keyed_hash(ledger.Kind.ERASED, canonical(self.email))
            ledger.record(ledger.Kind.ERASED, name)
            rows = sum(sum(app.erase(self.email).values()) for app in personal_data)
            return Erasure.objects.create(by_role=by_role, reason=reason, rows=rows)


def readable(email: str, everything: Export) -> str:
    """Return an export as text: a heading for each kind, then each entry line by line."""
    lines = [f"What Make Runaways Safe holds about {email}", ""]
    for kind, entries in everything.items():
        lines += [f"{capfirst(kind)}: {len(entries)}", ""]
        for number, entry in enumerate(entries, start=1):
            lines += [f"{number}.", *(line(name, value) for name, value in entry.items()), ""]
    return "\n".join(lines).replace("\n", "\r\n")


def line(name: str, value: object) -> str:
    """Return a name and its value on one line, or a value of several lines indented below it."""
    text = "" if value is None else str(value)
    if "\n" not in text:
        return f"  {name}: {text}"
    return f"  {name}:\n" + "\n".join(f"      {part}" for part in text.split("\n"))
