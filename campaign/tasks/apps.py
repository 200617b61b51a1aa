from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "campaign.tasks"
    verbose_name = "Tasks"
