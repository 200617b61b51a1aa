"""After a restore, erase once more the people who were erased after the backup was made."""

from django.apps import apps

from campaign.ledger import Kind, is_named
from campaign.privacy.registry import personal_data
from campaign.privacy.subject_access import ADDRESSES
from councils.email_addresses import canonical


def erase_again(hashes: set[str]) -> int:
    """Erase the people whose hashes are in the ledger; return the number of their addresses."""
    addresses = {
        canonical(address)
        for model, field in ADDRESSES
        for address in apps.get_model(model).objects.order_by().values_list(field, flat=True)
    }
    erased = [
        address for address in addresses if address and is_named(Kind.ERASED, address, hashes)
    ]
    for address in erased:
        for app in personal_data:
            app.erase(address)
    return len(erased)
