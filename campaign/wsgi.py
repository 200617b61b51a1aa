"""What gunicorn loads."""

import ipaddress
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")


def believing_only_trusted_proxies(app):
    """Drop what a stranger claims about the scheme or the sender of a request."""

    def wrapped(environ, start_response):
        if not is_trusted(environ.get("REMOTE_ADDR", "")):
            environ.pop("HTTP_X_FORWARDED_PROTO", None)
            environ.pop("HTTP_X_FORWARDED_FOR", None)
        return app(environ, start_response)

    return wrapped


def is_trusted(address: str) -> bool:
    """Whether a request's sender is one of TRUSTED_PROXIES. A Unix socket is a proxy beside us."""
    if not address:
        return True
    try:
        sender = ipaddress.ip_address(address)
    except ValueError:
        return False
    # A socket that listens on [::] sees ::ffff:10.0.0.1 where 10.0.0.1 asks.
    sender = getattr(sender, "ipv4_mapped", None) or sender
    return any(sender in network for network in settings.TRUSTED_PROXIES)


application = get_wsgi_application()
if settings.TRUSTED_PROXIES:
    application = believing_only_trusted_proxies(application)
