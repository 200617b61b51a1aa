from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Every email that leaves, once; the only code that talks to SMTP."""

    name = "campaign.outbox"
    verbose_name = "Mail"

    def ready(self) -> None:
        from campaign.outbox import checks  # noqa: F401  which registers them
