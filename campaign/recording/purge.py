"""Delete files that were chosen in a form which nobody sent."""

import datetime as dt

from councils.models import EvidenceFile

UNSENT_FOR = dt.timedelta(days=2)
"""How long a file waits for its form."""


def purge(now: dt.datetime) -> dict[str, int]:
    """Delete files that no fact names; return how many. Safe to repeat."""
    left = EvidenceFile.objects.of_no_fact().filter(kept_at__lte=now - UNSENT_FOR)
    return {"files of no fact": left.delete()[0]}
