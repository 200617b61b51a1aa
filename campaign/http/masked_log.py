"""Gunicorn's log, masked and in the form of all others. Only gunicorn loads this."""

import re
from typing import Any

from gunicorn.glogging import Logger

from campaign.http.log_masking import MaskingFormatter

REFUSED = re.compile(r"Invalid request from ip=\S+: ([^:'\"]*).*", re.DOTALL)
"""What gunicorn says of a request that it cannot read: it names the sender, and quotes a part."""


class MaskedLog(Logger):
    """Gunicorn's own logger, which never writes a token that opens somebody's letter."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(MaskingFormatter())

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        super().warning(REFUSED.sub(r"Invalid request: \1", msg), *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Write of an error without the query of its request, into which a name may be typed."""
        without = [arg.partition("?")[0] if isinstance(arg, str) else arg for arg in args]
        super().exception(msg, *without, **kwargs)
