"""How often something may be asked for, so that nobody can flood a council, a mailbox or us.

    verdict = rate_limits.consume("confirm", request, email=letter.email, council=row.code)
    if verdict.refused:
        return too_many_requests(verdict)

``consume`` counts against every limit of a kind that staff see in the admin; ``hit`` is one count
with a limit of the caller’s own. Neither may be called for a GET. No address of a person or a
computer is stored: rows are keyed by a keyed hash that changes with each window (counters.py).
"""

from campaign.rate_limits.addresses import client_address
from campaign.rate_limits.counters import Verdict, consume, hit

__all__ = ["Verdict", "client_address", "consume", "hit"]
