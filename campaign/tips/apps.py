from django.apps import AppConfig


class TipsConfig(AppConfig):
    name = "campaign.tips"
    verbose_name = "Messages from visitors"
