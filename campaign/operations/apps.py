from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Commands for the people who run the site, and when some of them last ran."""

    name = "campaign.operations"

    def ready(self) -> None:
        from campaign.operations import checks  # noqa: F401  importing them registers them
