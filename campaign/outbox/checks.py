"""What manage.py check says of the settings for mail."""

from django.conf import settings
from django.core.checks import Error, Tags, register

from campaign.email_addresses import domain_of


@register(Tags.security, deploy=True)
def mail_has_a_sender(app_configs, **how):
    """Mail from nowhere is refused everywhere, and what comes back would reach nobody."""
    if not settings.SMTP_URL or domain_of(settings.DEFAULT_FROM_EMAIL) != "localhost":
        return []
    return [
        Error(
            "SMTP_URL is set, and mail would come from an address at localhost.",
            hint="Set DEFAULT_FROM_EMAIL, such as: Make Runaways Safe <letters@runaways.example>",
            id="outbox.E001",
        )
    ]
