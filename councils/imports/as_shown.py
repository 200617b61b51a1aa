"""Whether a list would still do what its lines said when somebody read them.

The page carries a mark for each line that would add or change something. A colleague may have
changed a fact since, and a person another line's council: then the list is shown again.
"""

import hashlib
from collections.abc import Iterable

from councils.imports.called import ListLine

NOT_AS_SHOWN = (
    "Nothing was applied: something has changed since these lines were shown. Read them again."
)


def marks(lines: Iterable[ListLine]) -> str:
    """Return the marks of the lines that would do something, for the page that shows them."""
    return " ".join(mark(line.would_do) for line in lines if line.would_do)


def mark(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def is_as_shown(lines: Iterable[ListLine], shown: str | None) -> bool:
    """Whether nothing would happen that was not shown. Leaving a line out needs no second look."""
    return shown is None or set(marks(lines).split()) <= set(shown.split())
