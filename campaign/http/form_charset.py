"""Read every form as UTF-8, in which our pages send them."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.utils.http import parse_header_parameters


def read_forms_as_utf8(app: WSGIApplication) -> WSGIApplication:
    """Take away the charset that a request claims, before Django reads it.

    Some of Python's codecs, such as base64 or idna, cannot decode a form or a query: naming one
    raised an error while the request was being made, where no page for errors is reached.
    """

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        claimed = environ.get("CONTENT_TYPE", "")
        if "charset" in claimed.lower():
            environ["CONTENT_TYPE"] = without_charset(claimed)
        return app(environ, start_response)

    return wrapped


def without_charset(content_type: str) -> str:
    """Return a content type with its boundary, if it has one, and without any other parameter."""
    try:
        kind, parameters = parse_header_parameters(content_type)
    except ValueError:
        return "application/octet-stream"
    boundary = parameters.get("boundary")
    return f'{kind}; boundary="{boundary}"' if boundary else kind
