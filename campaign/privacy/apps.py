from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What the site promised to forget, and what it holds of one person."""

    name = "campaign.privacy"
    verbose_name = "Privacy"
