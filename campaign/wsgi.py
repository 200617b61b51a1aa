"""The WSGI application, which gunicorn loads."""

import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from campaign.http.trusted_proxies import is_trusted

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")


def trust_only_our_proxies(app: WSGIApplication) -> WSGIApplication:
    """Ignore the forwarding headers of a request that no proxy of ours has passed on."""

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not is_trusted(environ.get("REMOTE_ADDR", "")):
            environ.pop("HTTP_X_FORWARDED_PROTO", None)
            environ.pop("HTTP_X_FORWARDED_FOR", None)
        return app(environ, start_response)

    return wrapped


application: WSGIApplication = get_wsgi_application()
if settings.TRUSTED_PROXIES:
    application = trust_only_our_proxies(application)
