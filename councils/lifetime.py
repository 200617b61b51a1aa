"""When a council exists: one rule, for the database, the record, the shipped files and the map."""

import datetime as dt


class Lifetime:
    """Anything with a first day (``starts_on``) and a first day without it (``ends_on``).

    Nothing as a first day means that it was there before the record begins; nothing as the other,
    that no end is known.
    """

    __slots__ = ()

    def is_current(self, on: dt.date) -> bool:
        """Return whether it exists on a day: from its first until the day before it ends."""
        return (self.starts_on is None or self.starts_on <= on) and (
            self.ends_on is None or on < self.ends_on
        )
