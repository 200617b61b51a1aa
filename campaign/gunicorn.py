"""How gunicorn serves the site: ``gunicorn -c campaign/gunicorn.py campaign.wsgi``.

Set WEB_WORKERS to the number of cores. Put a buffering proxy in front: without one, visitors with
slow connections would occupy the threads.
"""

import os


def whole_number(name: str, default: str, least: int = 0) -> int:
    """Return a number from the environment; end with a sentence where it is none, or too small."""
    value = os.environ.get(name, default)
    if not value.isdecimal() or int(value) < least:
        raise SystemExit(f"{name} must be a whole number from {least}; it is {value!r}.")
    return int(value)


bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = whole_number("WEB_WORKERS", "2", least=1)
worker_class = "gthread"
threads = 4
timeout = 30
graceful_timeout = 25
keepalive = 5
# Gunicorn would trust headers from loopback about the site's path and scheme, and so those of every
# visitor whom a proxy on this machine passes on. Django reads the scheme itself, and trusts only
# TRUSTED_PROXIES.
forwarder_headers = ""
forwarded_allow_ips = ""
max_requests = whole_number("MAX_REQUESTS", "20000")
max_requests_jitter = max_requests // 10
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True
# Paths only: no query string, since a name may have been typed into it, and no token.
logger_class = "campaign.http.access_log.AccessLog"
accesslog = os.environ.get("ACCESS_LOG") or None
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(b)s %(M)sms"
