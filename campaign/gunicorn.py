"""How gunicorn serves the site: ``gunicorn -c campaign/gunicorn.py campaign.wsgi``.

Set WEB_WORKERS to the number of cores. Put a buffering proxy in front: without one, visitors with
slow connections would occupy the threads.
"""

import os
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
        without = []
        for arg in args:
            if isinstance(arg, str):
                without.append(arg.partition("?")[0])
            else:
                without.append(arg)
        super().exception(msg, *without, **kwargs)


cores = os.environ.get("WEB_WORKERS", "2")
if not cores.isdecimal() or cores == "0":
    raise SystemExit(f"WEB_WORKERS must be a whole number from 1; it is {cores!r}.")
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(cores)
worker_class = "gthread"
threads = 4
timeout = 30
# A restart under traffic ends within three seconds; the socket keeps whoever comes meanwhile.
graceful_timeout = 2
keepalive = 5
# Gunicorn would trust headers from loopback about the site's path and scheme, and so those of every
# visitor whom a proxy on this machine passes on. Django reads the scheme itself, and trusts only
# TRUSTED_PROXIES.
forwarder_headers = ""
forwarded_allow_ips = ""
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True
logger_class = MaskedLog
