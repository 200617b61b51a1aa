"""Read every form as UTF-8, in which our pages send them."""

import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def read_forms_as_utf8(app: WSGIApplication) -> WSGIApplication:
    """Take away the charset that a request claims, before Django reads it.

    Some of Python's codecs, such as base64 or idna, cannot decode a form or a query: naming one
    raised an error while the request was being made, where no page for errors is reached.
    """

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = without_charset(environ.get("CONTENT_TYPE", ""))
        return app(environ, start_response)

    return wrapped


def without_charset(content_type: str) -> str:
    return re.sub("charset", "claimed", content_type, flags=re.IGNORECASE)
