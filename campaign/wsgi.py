"""The WSGI application, which gunicorn loads."""

import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core.wsgi import get_wsgi_application

from campaign.http.trusted_proxies import is_trusted

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")


def clean_forwarded(app: WSGIApplication) -> WSGIApplication:
    """Ignore what a request says of itself that only a proxy of ours may say.

    No proxy says where the site stands: it is at the root of its host.
    """

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["SCRIPT_NAME"] = ""
        if not is_trusted(environ.get("REMOTE_ADDR", "")):
            environ.pop("HTTP_X_FORWARDED_PROTO", None)
            environ.pop("HTTP_X_FORWARDED_FOR", None)
        return app(environ, start_response)

    return wrapped


application: WSGIApplication = clean_forwarded(get_wsgi_application())
