"""The WSGI application, which gunicorn loads."""

import os
import re
import secrets
import sys
from collections.abc import Iterable
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connection

from campaign.http.log_masking import request_id
from campaign.rate_limits.addresses import is_trusted

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")

CHARSET = re.compile("charset", re.IGNORECASE)

try:
    django_application = get_wsgi_application()
except ImproperlyConfigured as error:  # one sentence, as from manage.py, and no traceback
    print(error, file=sys.stderr)
    sys.exit(3)  # gunicorn stops at 3; at any other number it would start the worker again

import campaign.urls  # noqa: E402, F401  loaded now, so that no visitor waits for it

if connection.vendor == "postgresql":
    # No query may take longer than a visitor waits. Commands take their time.
    connection.settings_dict["OPTIONS"].setdefault("options", "-c statement_timeout=20000")

HOST = urlsplit(settings.SITE_URL).netloc


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request, and HEAD with headers alone: gunicorn would write a line about a body."""
    request_id.set(secrets.token_hex(6))
    clean_claims(environ)
    body = django_application(environ, start_response)
    if environ["REQUEST_METHOD"] != "HEAD":
        return body
    if hasattr(body, "close"):
        body.close()
    return []


def clean_claims(environ: WSGIEnvironment) -> None:
    """Ignore what a request claims about itself, unless a proxy of ours has passed it on.

    Not even a proxy may name another root: the site is always at the root of its host. Every form
    is read as UTF-8, in which our pages send them: some of Python's codecs, such as base64 or idna,
    cannot decode a form, and naming one is an error where no page for errors is reached.
    """
    environ["SCRIPT_NAME"] = ""
    environ["CONTENT_TYPE"] = CHARSET.sub("claimed", environ.get("CONTENT_TYPE", ""))
    if not is_trusted(environ.get("REMOTE_ADDR", "")):
        environ.pop("HTTP_X_FORWARDED_PROTO", None)
        environ.pop("HTTP_X_FORWARDED_FOR", None)
    # Monitors ask by any host name, or by none; those answers do not depend on it.
    if environ.get("PATH_INFO", "").startswith(("/health/", "/metrics")):
        environ["HTTP_HOST"] = HOST
