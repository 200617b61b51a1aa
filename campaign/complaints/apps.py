from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "campaign.complaints"
    verbose_name = "Complaints"
