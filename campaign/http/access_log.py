"""Gunicorn's access log, with the tokens in addresses masked. Only gunicorn loads it."""

import datetime as dt
from typing import Any

from gunicorn.glogging import Logger

from campaign.http.log_masking import mask_tokens


class AccessLog(Logger):
    """Gunicorn's own logger, which never writes a token that opens somebody's letter."""

    def atoms(
        self, resp: Any, req: Any, environ: dict[str, Any], request_time: dt.timedelta
    ) -> dict[str, Any]:
        return {
            name: mask_tokens(value) if isinstance(value, str) else value
            for name, value in super().atoms(resp, req, environ, request_time).items()
        }
