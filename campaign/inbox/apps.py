from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "campaign.inbox"
    verbose_name = "Incoming email"
