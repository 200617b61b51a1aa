from django.apps import AppConfig


class SupportersConfig(AppConfig):
    """Who asked to hear from us, on what basis, and whom we must not write to."""

    name = "campaign.supporters"
    verbose_name = "Supporters"
