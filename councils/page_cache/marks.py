"""Marks on responses, by which views tell the page cache's middleware what it may do."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from django.http.response import HttpResponseBase

if TYPE_CHECKING:  # the record's models are not loaded yet where an app imports this module
    from councils.record.version import Version


@dataclass(slots=True)
class Marks:
    """The marks of one response."""

    version: "Version | None" = None
    """The version of the record under which the whole page was rendered, if it may be stored."""
    never_stored: bool = False
    record_unchanged: bool = False


_marks: "WeakKeyDictionary[HttpResponseBase, Marks]" = WeakKeyDictionary()


def marks_of(response: HttpResponseBase) -> Marks:
    """Return a response's marks, to read or to set."""
    return _marks.setdefault(response, Marks())


def never_store[Response: HttpResponseBase](response: Response) -> Response:
    """Keep a response out of the page store, such as one that repeats a visitor's words."""
    marks_of(response).never_stored = True
    return response


def leave_record_unchanged[Response: HttpResponseBase](response: Response) -> Response:
    """Declare that a POST changed no public page, so that the version need not be read again."""
    marks_of(response).record_unchanged = True
    return response


def for_one_visitor[Response: HttpResponseBase](response: Response) -> Response:
    """Forbid browsers and proxies to store a response, and declare that no public page changed."""
    response.headers["Cache-Control"] = "no-store"
    return leave_record_unchanged(response)
