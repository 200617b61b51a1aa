"""Export, erase and forget what the site holds of people, as each model declares it.

A model says in ``personal`` what it holds, how a person's rows are found, and until when they are
kept (campaign/personal.py). Models that are not ours to say it on stand in ``ELSEWHERE``.
"""

import datetime as dt
import io
import json
import logging
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone

from campaign.ledger import ledger
from campaign.personal import Kept, Personal, Value
from campaign.staff import accounts, roles
from councils.email_addresses import canonical
from councils.models import DraftList, EvidenceFile

logger = logging.getLogger(__name__)

type Export = dict[str, list[dict[str, Any]]]
"""Entries by kind, each a dictionary of labels and values."""
type Figures = dict[str, int]

ACCOUNTS = "staff accounts"
UNSENT_FOR = dt.timedelta(days=2)
"""How long a file that was chosen waits for its form to be sent."""
UNPUBLISHED_FOR = dt.timedelta(days=60)
"""How long a list that staff brought waits to be published."""

ELSEWHERE: dict[type[Model], Personal] = {
    EvidenceFile: Personal(
        "files",
        kept=(
            Kept(
                "files of no fact",
                lambda files, now: files.filter(
                    signature=None, event=None, kept_at__lte=now - UNSENT_FOR
                ),
                "delete",
            ),
        ),
    ),
    DraftList: Personal(
        "lists not published",
        kept=(
            Kept(
                "lists not published",
                lambda lists, now: lists.filter(at__lte=now - UNPUBLISHED_FOR),
                "delete",
            ),
        ),
        is_of_staff=True,
    ),
    User: Personal(
        ACCOUNTS,
        addresses=("username", "email"),
        names=("first_name", "last_name"),
        of_nobody=("password",),
        shown={
            "name": "get_full_name",
            "email": "get_username",
            "roles": lambda user: ", ".join(roles.of(user)),
            "can sign in": lambda user: "yes" if user.is_active else "no",
            "since": "date_joined",
        },
        found=accounts.of_email,
        erase=accounts.forget,
        is_of_staff=True,
    ),
    Session: Personal(
        "sessions of staff",
        kept=(
            Kept(
                "sessions of staff",
                lambda sessions, now: sessions.filter(expire_date__lte=now),
                "delete",
            ),
        ),
        is_of_staff=True,
    ),
}


def declared() -> Iterator[tuple[type[Model], Personal]]:
    """Yield each model that holds people, and what it declares: emails and letters first.

    Emails: deleting their text stops a letter that could never leave, and tells its writer.
    """
    for model in apps.get_models():
        if personal := ELSEWHERE.get(model) or getattr(model, "personal", None):
            yield model, personal


def addresses() -> Iterator[tuple[type[Model], str]]:
    """Yield the models and fields that hold people's email addresses."""
    return ((model, field) for model, personal in declared() for field in personal.addresses)


def stays() -> set[str]:
    """Return the names of what is still held once a person is erased: it names nobody, or staff."""
    return {each.name for _, each in declared() if each.erase is None or each.is_of_staff}


# One person


@dataclass
class Person:
    """The person to whom an email address belongs."""

    email: str

    def held(self) -> Figures:
        """Return the number of entries held, by kind; kinds without any are left out."""
        return {kind: len(entries) for kind, entries in self.everything().items() if entries}

    def rows(self) -> Iterator[tuple[Personal, Any]]:
        """Yield what each model declares, and the person's rows in it.

        Letters before emails: one that has not left is cancelled by its email.
        """
        for model, personal in reversed(list(declared())):
            if personal.shown is not None:
                manager: Any = model._default_manager
                yield personal, (personal.found or manager.for_email)(self.email)

    def everything(self) -> Export:
        return {
            personal.name: [
                {label: value(row, shown) for label, shown in (personal.shown or {}).items()}
                for row in rows.order_by("pk")
            ]
            for personal, rows in self.rows()
            if rows.exists() or not personal.is_of_staff
        }

    def as_file(self) -> bytes:
        """Return a zip file of everything held, as text for people and as JSON for machines."""
        everything = self.everything()
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("person.json", json.dumps(everything, ensure_ascii=False, indent=1))
            shown = {"email": self.email, "everything": everything}
            archive.writestr("person.txt", render_to_string("privacy/person.txt", shown))
        return file.getvalue()

    def erase(self) -> int:
        """Delete everything held about the person; return how many entries there were.

        It counts what the screen showed and is gone: an email can go with its letter.
        """
        with transaction.atomic():
            ledger.note(ledger.Kind.ERASED, canonical(self.email))
            held = sum(self.held().values())
            self.forget()
            return held - sum(self.held().values())

    def forget(self) -> Figures:
        """Delete everything held about the person; return how many rows of each kind."""
        return {
            personal.name: act(rows, personal.erase)
            for personal, rows in self.rows()
            if personal.erase is not None
        }


def value(row: Any, shown: Value) -> object:
    """Return what is shown of a row; a date and a time as in ISO 8601."""
    found: Any = row
    if callable(shown):
        found = shown(row)
    else:
        for part in shown.split("."):
            found = getattr(found, part, "")
            found = found() if callable(found) else found
    return found.isoformat() if isinstance(found, dt.date) else found


def act(rows: Any, how: str | Callable[..., int], *args: Any) -> int:
    """Delete or empty rows by a method of theirs or by a function; return how many."""
    done = how(rows, *args) if callable(how) else getattr(rows, how)()
    return done if isinstance(done, int) else done[1].get(rows.model._meta.label, 0)


# Everybody, every night


def purge_all(now: dt.datetime | None = None, *, of_staff: bool = True) -> Figures:
    """Delete what is past its time (campaign/retention.py); return the number deleted by kind.

    Safe to run twice, or a week late. Each kind has a transaction of its own: if one fails, the
    others are still deleted, and the first error is raised at the end.
    """
    now = now or timezone.now()
    forgotten: Figures = {}
    errors: list[Exception] = []
    for model, personal in declared():
        for kept in personal.kept if of_staff or not personal.is_of_staff else ():
            try:
                with transaction.atomic():
                    forgotten[kept.name] = delete_old(model, kept, now)
            except Exception as error:
                logger.error("Deleting %s failed: %s", kept.name, type(error).__name__)
                errors.append(error)
    if of_staff:
        forgotten["lines of the ledger"] = ledger.prune(now)
    if errors:
        raise errors[0]
    return forgotten


def delete_old(model: type[Model], kept: Kept, now: dt.datetime) -> int:
    """Delete or empty the rows of a model that are past their time; return how many."""
    rows: Any = model._default_manager.all()
    old = kept.over(rows, now) if callable(kept.over) else getattr(rows, kept.over)(now)
    return act(old, kept.then, now) if callable(kept.then) else act(old, kept.then)


def left() -> Figures:
    """Return how many rows still name somebody who is not of staff, by the field that does.

    What stays once the campaign has closed: the keyed hashes of addresses never to write to,
    complaints not answered yet, and what is being handed over at this moment.
    """
    figures: Figures = {}
    for model, personal in declared():
        if not personal.is_of_staff:
            for field in (*personal.addresses, *personal.names):
                rows = model._default_manager.exclude(**{field: ""}).exclude(**{field: None})
                figures[f"{model._meta.label}.{field}"] = rows.count()
    return {field: number for field, number in figures.items() if number}


# After a restore


def erase_again(hashes: ledger.Hashes) -> int:
    """Erase the people whose hashes are in the ledger; return the number of their addresses."""
    held = {
        canonical(address)
        for model, field in addresses()
        for address in model._default_manager.order_by().values_list(field, flat=True)
    }
    erased = [
        address
        for address in held
        if address and ledger.is_named(ledger.Kind.ERASED, address, hashes)
    ]
    for address in erased:
        Person(address).forget()
    return len(erased)
