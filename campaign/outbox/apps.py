from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from councils.email_addresses import domain_of


class OutboxConfig(AppConfig):
    """The queue for all outgoing email, and the only code that speaks SMTP."""

    name = "campaign.outbox"
    verbose_name = "Mail"


@register(Tags.security, deploy=True)
def check_sender(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Check that email has a sender: without one, servers reject it and bounces go nowhere."""
    if not settings.SMTP_URL or domain_of(settings.DEFAULT_FROM_EMAIL) != "localhost":
        return []
    return [
        Error(
            "SMTP_URL is set, and email would come from an address at localhost.",
            hint="Set DEFAULT_FROM_EMAIL, such as: Make Runaways Safe <letters@runaways.example>",
            id="outbox.E001",
        )
    ]
