"""Staff who were shut out after a backup was made, once it is restored."""

from django.contrib.auth.models import User

from campaign.ledger import Kind, is_named


def shut_out_again(hashes: set[str]) -> int:
    """Disable the accounts that the ledger names; return how many."""
    names = User.objects.values_list("pk", "username")
    ids = [pk for pk, username in names if is_named(Kind.ACCOUNT, username, hashes)]
    return User.objects.filter(pk__in=ids).update(is_active=False)
