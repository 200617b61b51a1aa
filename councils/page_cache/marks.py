"""What a view may say of its response to the page cache, and how the middleware reads it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from django.http.response import HttpResponseBase

if TYPE_CHECKING:  # the record's models are not loaded yet where an app imports this module
    from councils.record.version import Version


@dataclass(slots=True)
class Marks:
    """What is known of one response beside its status, headers and body."""

    version: "Version | None" = None
    """The version of the record under which the whole page was rendered, if it may be stored."""
    never_stored: bool = False
    record_unchanged: bool = False


_marks: "WeakKeyDictionary[HttpResponseBase, Marks]" = WeakKeyDictionary()


def marks_of(response: HttpResponseBase) -> Marks:
    """Return a response's marks, to read or to set."""
    return _marks.setdefault(response, Marks())


def never_store[Response: HttpResponseBase](response: Response) -> Response:
    """Keep a page out of the page store: it repeats a visitor's words, or is one of too many."""
    marks_of(response).never_stored = True
    return response


def leave_record_unchanged[Response: HttpResponseBase](response: Response) -> Response:
    """Declare that a POST changed no public page, so that this process trusts its version on."""
    marks_of(response).record_unchanged = True
    return response


def for_one_visitor[Response: HttpResponseBase](response: Response) -> Response:
    """Let no browser or proxy store a response, and declare that no public page changed."""
    response.headers["Cache-Control"] = "no-store"
    return leave_record_unchanged(response)
