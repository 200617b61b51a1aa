from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "campaign.letters"
    verbose_name = "Letters"
