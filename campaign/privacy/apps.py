from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Delete what is past its time, and find, export and erase one person's data."""

    name = "campaign.privacy"
    verbose_name = "Privacy"
