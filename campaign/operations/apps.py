from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Commands for the people who run the site; it has no tables."""

    name = "campaign.operations"
