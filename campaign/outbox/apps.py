from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The queue for all outgoing email, and the only code that speaks SMTP."""

    name = "campaign.outbox"
    verbose_name = "Mail"

    def ready(self) -> None:
        from campaign.outbox import checks  # noqa: F401  importing them registers them
