"""Limits on how often something may be asked for, so that nobody floods a council, a mailbox or us.

    verdict = rate_limits.consume("confirm", request, email=letter.email, council=row.code)

Read ``verdict.refused``. ``consume`` counts against every limit of a kind in ``settings.LIMITS``;
``hit`` counts once against a limit of the caller's own. Call neither for a GET. No email or IP
address is stored: the key of a row is a keyed hash that changes with each window (counters.py).
"""

from campaign.rate_limits.addresses import client_address
from campaign.rate_limits.counters import Verdict, consume, give_back, hit, was_hit
