"""The access log of gunicorn, with tokens masked. Loaded by gunicorn alone."""

from gunicorn.glogging import Logger

from campaign.http.log_masking import mask_tokens


class AccessLog(Logger):
    """As gunicorn's own, but for addresses that open somebody's letter."""

    def atoms(self, resp, req, environ, request_time):
        return {
            name: mask_tokens(value) if isinstance(value, str) else value
            for name, value in super().atoms(resp, req, environ, request_time).items()
        }
