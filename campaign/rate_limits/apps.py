from django.apps import AppConfig


class RateLimitsConfig(AppConfig):
    name = "campaign.rate_limits"
    verbose_name = "Limits"
