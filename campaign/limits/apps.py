from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "campaign.limits"
    verbose_name = "Limits"
