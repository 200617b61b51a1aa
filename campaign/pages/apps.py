from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "campaign.pages"
    verbose_name = "Words on the site"
