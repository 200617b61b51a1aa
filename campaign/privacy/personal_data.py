"""Export, erase and forget what the site holds of people: ``held.py`` says what, in which order."""

import datetime as dt
import io
import json
import logging
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone

from campaign.ledger import ledger
from campaign.personal import Kept, Personal, Value
from campaign.privacy.held import (
    ACCOUNTS,
    EACH_NIGHT,
    OF_A_PERSON,
    addresses,
    declaration_of,
    declared,
    stays,
)
from councils.email_addresses import canonical

__all__ = ["ACCOUNTS", "Person", "declared", "erase_again", "left", "purge_all", "stays"]

logger = logging.getLogger(__name__)

type Export = dict[str, list[dict[str, Any]]]
"""Entries by kind, each a dictionary of labels and values."""
type Figures = dict[str, int]


# One person


@dataclass
class Person:
    """The person to whom an email address belongs."""

    email: str

    def held(self) -> Figures:
        """Return the number of entries held, by kind; kinds without any are left out."""
        return without_none({kind: len(entries) for kind, entries in self.everything().items()})

    def rows(self) -> Iterator[tuple[Personal, Any]]:
        """Yield what each model declares, and the person's rows in it."""
        for model in OF_A_PERSON:
            personal = declaration_of(model)
            manager: Any = model._default_manager
            find = personal.found or manager.for_email
            yield personal, find(self.email)

    def everything(self) -> Export:
        """Return all that is held; of accounts and logs of staff only what there is."""
        everything: Export = {}
        for personal, rows in self.rows():
            entries = [entry(row, personal) for row in rows.order_by("pk")]
            if entries or not personal.is_of_staff:
                everything[personal.name] = entries
        return everything

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
            ledger.note(ledger.Noted.ERASED, canonical(self.email))
            held = sum(self.held().values())
            self.forget()
            return held - sum(self.held().values())

    def forget(self) -> Figures:
        """Delete everything held about the person; return how many rows of each kind."""
        forgotten: Figures = {}
        for personal, rows in self.rows():
            if personal.erase is not None:
                forgotten[personal.name] = act(rows, personal.erase)
        return forgotten


def entry(row: Model, personal: Personal) -> dict[str, object]:
    """Return what its person may see of a row."""
    assert personal.shown is not None
    return {label: value(row, shown) for label, shown in personal.shown.items()}


def without_none(figures: Figures) -> Figures:
    return {kind: number for kind, number in figures.items() if number}


def value(row: Any, shown: Value) -> object:
    """Return what is shown of a row; a date and a time as in ISO 8601."""
    found = shown(row) if callable(shown) else attribute(row, shown)
    if isinstance(found, dt.date):
        return found.isoformat()
    return found


def attribute(row: Any, path: str) -> object:
    """Return what a path of names leads to from a row; methods on it are called."""
    found = row
    for name in path.split("."):
        found = getattr(found, name, "")
        if callable(found):
            found = found()
    return found


def act(rows: Any, how: str | Callable[..., int], *args: Any) -> int:
    """Delete or empty rows by a method of theirs or by a function; return how many."""
    done = how(rows, *args) if callable(how) else getattr(rows, how)()
    if isinstance(done, int):
        return done
    # What Django's delete() returns.
    return done[1].get(rows.model._meta.label, 0)


# Everybody, every night


def purge_all(now: dt.datetime | None = None, *, of_staff: bool = True) -> Figures:
    """Delete what is past its time (campaign/retention.py); return the number deleted by kind.

    Safe to run twice, or a week late. Each kind has a transaction of its own: if one fails, the
    others are still deleted, and the first error is raised at the end.
    """
    now = now or timezone.now()
    forgotten: Figures = {}
    errors: list[Exception] = []
    for model in EACH_NIGHT:
        personal = declaration_of(model)
        if personal.is_of_staff and not of_staff:
            continue
        for kept in personal.kept:
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
    if callable(kept.over):
        old = kept.over(rows, now)
    else:
        old = getattr(rows, kept.over)(now)
    if callable(kept.then):
        return act(old, kept.then, now)
    return act(old, kept.then)


def left() -> Figures:
    """Return how many rows still name somebody who is not of staff, by the field that does.

    What stays once the campaign has closed: the keyed hashes of addresses never to write to,
    complaints and calls for help not dealt with yet, and what is being handed over at this moment.
    """
    figures: Figures = {}
    for model, personal in declared():
        if personal.is_of_staff:
            continue
        for field in (*personal.addresses, *personal.names):
            rows = model._default_manager.exclude(**{field: ""}).exclude(**{field: None})
            figures[f"{model._meta.label}.{field}"] = rows.count()
    return without_none(figures)


# After a restore


def erase_again(hashes: ledger.Hashes) -> int:
    """Erase the people whose hashes are in the ledger; return the number of their addresses."""
    held: set[str] = set()
    for model, field in addresses():
        typed = model._default_manager.order_by().values_list(field, flat=True)
        held.update(canonical(address) for address in typed)
    erased = 0
    for address in held:
        if address and ledger.is_named(ledger.Noted.ERASED, address, hashes):
            Person(address).forget()
            erased += 1
    return erased
