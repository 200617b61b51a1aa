"""How gunicorn serves the site: ``gunicorn -c campaign/gunicorn.py campaign.wsgi``.

Set WEB_WORKERS to the number of cores. Put a buffering proxy in front: without one, visitors with
slow connections would occupy the threads.
"""

import os

cores = os.environ.get("WEB_WORKERS", "2")
if not cores.isdecimal() or cores == "0":
    raise SystemExit(f"WEB_WORKERS must be a whole number from 1; it is {cores!r}.")
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(cores)
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
max_requests, max_requests_jitter = 20_000, 2_000
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True
logger_class = "campaign.http.masked_log.MaskedLog"
