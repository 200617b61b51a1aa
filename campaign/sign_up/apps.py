from django.apps import AppConfig


class SignUpConfig(AppConfig):
    name = "campaign.sign_up"
    verbose_name = "Messages from councils"
