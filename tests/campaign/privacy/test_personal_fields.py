"""Every field that may hold a person is claimed by a room that finds, exports and erases them."""

import re

import pytest
from django.apps import apps
from django.db import models

from campaign.privacy import registry
from campaign.privacy.subject_access import ADDRESSES

HOLDS_A_PERSON = re.compile(
    "name|email|address|sender|recipient|behalf|person|phone|postal|officer|signed_by|checked_by"
    "|contact|account|owner|author"
)
OF_NOBODY = {
    "auth.Group.name": "a role",
    "auth.Permission.codename": "a permission",
    "auth.Permission.name": "a permission",
    "councils.Contact.address": "a council's, published by it",
    "councils.Contact.email": "a council's, published by it",
    "councils.Council.name": "a council",
    "councils.Council.short_name": "a council",
    "councils.CouncilName.name": "a council",
    "councils.PreElectionPeriod.name": "an election",
    "councils.Signature.signed_by": "a role, of the public record",
    "councils.Signature.checked_by": "staff, of the public record",
    "councils.Event.checked_by": "staff, of the public record",
    "councils.Edition.owner": "an organisation that owns the charter’s words",
    "councils.ImportBatch.name": "a file",
    "councils.ImportedRow.name": "a council, as a file names it",
    "operations.CompletedJob.name": "a job",
    "otp_totp.TOTPDevice.name": "what we call an authenticator app",
    "outbox.Worker.name": "a process",
    "pages.Opening.data_contact": "who answers for it; staff change it",
    "pages.Opening.safeguarding_contact": "who answers for it; staff change it",
    "pages.Organisation.email": "who runs the site, published by it",
    "pages.Organisation.name": "who runs the site, published by it",
    "pages.Organisation.postal_address": "who runs the site, published by it",
    "pages.Organisation.press_contact": "who runs the site, published by it",
    "pages.Organisation.safeguarding_email": "who runs the site; staff change it",
    "staff.RecoveryDevice.name": "what we call a set of codes",
}
"""Fields that look as if they held a person, and what they hold."""


def suspicious():
    """Return the fields that by their kind or name may hold a name, an email or an address."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.EmailField)
        or (isinstance(field, (models.CharField, models.TextField))
            and HOLDS_A_PERSON.search(field.name))
    }  # fmt: skip


def claimed():
    return {field for room in registry.personal_data for field in getattr(room, "FIELDS", ())}


def test_each_is_claimed_or_known_to_hold_nobody():
    assert suspicious() - claimed() - OF_NOBODY.keys() == set()


def test_each_claim_is_of_a_field_that_there_is():
    for name in claimed():
        label, _, field = name.rpartition(".")
        assert apps.get_model(label)._meta.get_field(field)


def test_each_claimed_address_is_one_by_which_a_restore_erases_again():
    addresses = {name for name in claimed() if re.search(
        r"\.(\w*email|sender|recipient|on_behalf|username|account)$", name)}  # fmt: skip
    assert addresses == {f"{model}.{field}" for model, field in ADDRESSES}


def test_a_new_field_that_nobody_claims_is_named(monkeypatch):
    rooms = [room for room in registry.personal_data if "letters" not in room.__name__]
    monkeypatch.setattr(registry, "personal_data", rooms)
    unclaimed = suspicious() - claimed() - OF_NOBODY.keys()
    assert "letters.Letter.postal_address" in unclaimed


@pytest.mark.parametrize("room", registry.personal_data, ids=lambda room: room.__name__)
def test_whoever_claims_a_field_also_forgets_it(room):
    """A room that holds people deletes what is past its time as well."""
    package = room.__name__.rpartition(".")[0]
    assert any(purge.__module__.startswith(package) for purge in registry.purges)
