from django.apps import AppConfig


class RunningConfig(AppConfig):
    """Commands for the people who run the site; it has no tables."""

    name = "campaign.running"
