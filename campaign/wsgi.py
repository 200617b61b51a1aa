"""What gunicorn loads."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from campaign.http.trusted_proxies import is_trusted

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")


def believing_only_trusted_proxies(app):
    """Drop what a stranger claims about the scheme or the sender of a request."""

    def wrapped(environ, start_response):
        if not is_trusted(environ.get("REMOTE_ADDR", "")):
            environ.pop("HTTP_X_FORWARDED_PROTO", None)
            environ.pop("HTTP_X_FORWARDED_FOR", None)
        return app(environ, start_response)

    return wrapped


application = get_wsgi_application()
if settings.TRUSTED_PROXIES:
    application = believing_only_trusted_proxies(application)
