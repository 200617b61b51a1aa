from django.apps import AppConfig


class SupportersConfig(AppConfig):
    """Who asked to hear from us, on what basis; who must not be written to."""

    name = "campaign.supporters"
    verbose_name = "Supporters"
