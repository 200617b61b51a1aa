"""The WSGI application, which gunicorn loads."""

import os
import re
import secrets
import sys
from collections.abc import Iterable
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connection

from campaign.database_options import FOR_VISITORS
from campaign.http.form_charset import read_forms_as_utf8
from campaign.http.log_masking import request_id
from campaign.http.trusted_proxies import is_trusted

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")

REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def clean_forwarded(app: WSGIApplication) -> WSGIApplication:
    """Ignore what a request claims about itself, unless a proxy of ours has passed it on.

    Not even a proxy may name another root: the site is always at the root of its host.
    """

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["SCRIPT_NAME"] = ""
        if not is_trusted(environ.get("REMOTE_ADDR", "")):
            environ.pop("HTTP_X_FORWARDED_PROTO", None)
            environ.pop("HTTP_X_FORWARDED_FOR", None)
        return app(environ, start_response)

    return wrapped


def name_requests(app: WSGIApplication) -> WSGIApplication:
    """Give each request a name, by which its log lines are found: the proxy's, or a new one."""

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        is_ours = REQUEST_ID.fullmatch(given) and is_trusted(environ.get("REMOTE_ADDR", ""))
        request_id.set(given if is_ours else secrets.token_hex(6))
        return app(environ, start_response)

    return wrapped


def answer_monitors_by_any_name(app: WSGIApplication) -> WSGIApplication:
    """Let load balancers and monitors ask for the site's health by any host name, or by none.

    Those answers do not depend on the host.
    """
    host = urlsplit(settings.SITE_URL).netloc

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(("/health/", "/metrics")):
            environ["HTTP_HOST"] = host
        return app(environ, start_response)

    return wrapped


def send_no_body_for_head(app: WSGIApplication) -> WSGIApplication:
    """Answer HEAD with headers alone: gunicorn would drop the body, and write a line about it."""

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = app(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        if hasattr(body, "close"):
            body.close()
        return []

    return wrapped


try:
    django_application = get_wsgi_application()
except ImproperlyConfigured as error:  # one sentence, as from manage.py, and no traceback
    print(error, file=sys.stderr)
    sys.exit(3)  # gunicorn stops at 3; at any other number it would start the worker again

import campaign.urls  # noqa: E402, F401  loaded now, so that no visitor waits for it

if connection.vendor == "postgresql":
    connection.settings_dict["OPTIONS"].setdefault("options", FOR_VISITORS)

application: WSGIApplication = clean_forwarded(
    name_requests(
        send_no_body_for_head(answer_monitors_by_any_name(read_forms_as_utf8(django_application)))
    )
)
