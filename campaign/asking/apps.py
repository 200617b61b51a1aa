from django.apps import AppConfig


class AskingConfig(AppConfig):
    """The campaign's own questions to councils about the record, and their answers."""

    name = "campaign.asking"
    verbose_name = "Asking councils"
