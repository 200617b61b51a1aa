"""How gunicorn serves the site, by gunicorn -c campaign/gunicorn.py campaign.wsgi.

WEB_WORKERS is one for each core. A buffering proxy stands in front, as slow visitors would
otherwise hold the threads.
"""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = 4
timeout = 30
graceful_timeout = 25
keepalive = 5
max_requests = int(os.environ.get("MAX_REQUESTS", "20000"))
max_requests_jitter = max_requests // 10
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True
# Addresses of pages and no more: no query string, where a name may have been typed, and no token.
logger_class = "campaign.http.access_log.AccessLog"
accesslog = os.environ.get("ACCESS_LOG") or None
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(b)s %(M)sms"
