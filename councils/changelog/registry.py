"""What other rooms add to the feed of news. ``campaign/wiring.py`` registers it."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from councils.changelog.atom import Entry

more_news: "list[Callable[[dt.date], Iterable[Entry]]]" = []
"""Called with the record's day; each returns entries, the newest first."""
