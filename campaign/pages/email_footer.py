"""Who runs the site and how to reach them, as the foot of a mail says it: as far as it is known."""

from django.conf import settings

from campaign.pages.models import Organisation


def who_runs_this() -> str:
    run_by = Organisation.objects.first() or Organisation()
    first = "Make Runaways Safe"
    if run_by.name:
        first += f", run by {run_by.name}"
    if run_by.charity_number:
        first += f", registered charity {run_by.charity_number}"
    return "\n".join(filter(None, [first, run_by.postal_address_on_one_line, settings.SITE_URL]))


def contact() -> str:
    """Where to object."""
    run_by = Organisation.objects.first()
    if run_by and run_by.email:
        return f"Write to {run_by.email}."
    return f"{settings.SITE_URL}/about/ says how to reach us."
