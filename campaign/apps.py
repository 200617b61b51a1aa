from django.apps import AppConfig
from django.contrib import admin
from django.db.models import fields

from campaign.form_words import use_our_words

use_our_words()  # before any app is ready and imports a form


class CampaignConfig(AppConfig):
    """The project itself: connects the apps to each other once all of them are loaded."""

    name = "campaign"
    verbose_name = "Campaign"

    def ready(self) -> None:
        from campaign import checks, wiring  # both need every app's models

        # Django's way to say it in other words than "- Select an option -".
        fields.BLANK_CHOICE_LABEL = "Select one"
        wiring.connect()
        checks.register_checks()
        admin.autodiscover()  # with our words, which Django's own config would come before
