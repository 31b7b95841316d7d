"""How the web processes run, in the demo as in production. For more, run more of them on more machines."""

import os

wsgi_app = "coaching.wsgi:application"
worker_class = "gthread"
workers = 2
threads = 4
keepalive = 30
timeout = 60
graceful_timeout = 10
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
logger_class = "kit.web_log.WebLog"
# The heartbeat file belongs into memory: on a slow disk it would make a worker look dead.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
