"""How often something may be asked for, so that nobody can flood a council, a mailbox or us.

    verdict = limits.ask("confirm", request, email=asked["email"], council=row.code)
    if verdict.refused:
        return limits.too_many(request, verdict, text=letter.whole_text)

``ask`` counts against every limit of a kind that staff see in the admin; ``taken`` is one count
with numbers of the caller's own. Neither may be called on GET. No address of a person or a
computer is stored: rows are keyed by a keyed hash that changes with each window (counting.py).
"""

from campaign.rate_limits.addresses import address_of
from campaign.rate_limits.counters import Verdict, ask, taken
from campaign.rate_limits.pages import as_too_many, too_many

__all__ = ["Verdict", "address_of", "as_too_many", "ask", "taken", "too_many"]
