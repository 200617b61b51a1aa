"""What ``manage.py check --deploy`` says about settings that do not suit a real site."""

import os
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.http.request import validate_host

HINT = "docs/deploy.md says how."


@register(Tags.security, deploy=True)
def check_settings(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Return a warning for each setting that does not suit a real site."""
    return [Warning(words, hint=HINT, id=f"operations.{code}") for code, words in problems()]


def problems() -> list[tuple[str, str]]:
    """Return a code and a sentence for each setting that does not suit a real site."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    engine = settings.DATABASES["default"]["ENGINE"]
    sentences = {
        "W010": engine.endswith("sqlite3")
        and "The database is SQLite: one machine only, and one writer at a time. Use PostgreSQL.",
        "W011": not settings.TRUSTED_PROXIES
        and "TRUSTED_PROXIES is not set: behind a proxy all visitors share one limit, and the site"
        " does not see that they came by HTTPS.",
        "W012": "*" in settings.ALLOWED_HOSTS
        and "ALLOWED_HOSTS has *: a stranger could make the site link to another host.",
        "W013": not validate_host(host, settings.ALLOWED_HOSTS)
        and f"SITE_URL is at {host or 'no host'}, which ALLOWED_HOSTS does not have: every link in"
        " an email would be refused.",
        "W014": not settings.SMTP_URL
        and "SMTP_URL is not set: no email leaves this machine, so nobody can confirm a letter.",
        "W015": not os.environ.get("WEB_WORKERS", "2").isdecimal()
        and "WEB_WORKERS is not a whole number, so gunicorn cannot start.",
    }
    return [(code, words) for code, words in sentences.items() if words]
