"""After a restore, erase once more the people who were erased after the backup was made."""

from campaign.ledger import Kind, is_named
from campaign.privacy.personal_data import Person, addresses
from councils.email_addresses import canonical


def erase_again(hashes: set[str]) -> int:
    """Erase the people whose hashes are in the ledger; return the number of their addresses."""
    held = {
        canonical(address)
        for model, field in addresses()
        for address in model._default_manager.order_by().values_list(field, flat=True)
    }
    erased = [address for address in held if address and is_named(Kind.ERASED, address, hashes)]
    for address in erased:
        Person(address).forget()
    return len(erased)
