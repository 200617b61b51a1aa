"""How often something may be asked for, so that nobody can flood a council, a mailbox or us.

    verdict = rate_limits.ask("confirm", request, email=letter.email, council=row.code)
    if verdict.refused:
        return too_many_requests(verdict)

``ask`` counts against every limit of a kind that staff see in the admin; ``taken`` is one count
with numbers of the caller's own. Neither may be called on GET. No address of a person or a
computer is stored: rows are keyed by a keyed hash that changes with each window (counting.py).
"""

from campaign.rate_limits.addresses import address_of
from campaign.rate_limits.counters import Verdict, ask, taken

__all__ = ["Verdict", "address_of", "ask", "taken"]
