"""Who runs the site and how to reach them, for the foot of an email, as far as it is known."""

from django.conf import settings

from campaign.pages.models import Organisation


def who_runs_this() -> str:
    """Return the site's name, who runs it, their address and the site's address, line by line."""
    organisation = Organisation.objects.first() or Organisation()
    first = "Make Runaways Safe"
    if organisation.name:
        first += f", run by {organisation.name}"
    first += organisation.charity_words
    address = organisation.postal_address_on_one_line
    return "\n".join(filter(None, [first, address, settings.SITE_URL]))


def contact() -> str:
    """Return a sentence that says how to reach whoever runs the site, for objections."""
    organisation = Organisation.objects.first()
    if organisation and organisation.email:
        return f"Write to {organisation.email}."
    return f"{settings.SITE_URL}/about/ says how to reach us."
