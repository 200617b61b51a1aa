from django.apps import AppConfig


class CampaignConfig(AppConfig):
    """The project itself: connects the apps to each other once all of them are loaded."""

    name = "campaign"
    verbose_name = "Campaign"

    def ready(self) -> None:
        from campaign import checks, wiring  # both need every app's models

        wiring.connect()
        checks.register_checks()
