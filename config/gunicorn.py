"""How gunicorn serves the pages: ``gunicorn -c config/gunicorn.py``. WEB_CONCURRENCY (processes) and WEB_THREADS are
read from the environment.
"""

import os

wsgi_app = "config.wsgi:application"
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
keepalive = 5  # seconds: pages poll
timeout = 60  # seconds without a sign of life before a process is replaced
graceful_timeout = 20  # seconds that open requests get when the server stops
max_requests = 20_000  # then a process is replaced, all at different times
max_requests_jitter = 2_000
accesslog = None  # django-structlog writes one line a request
errorlog = "-"
control_socket_disable = True  # it would lie in the home folder, shared by every server of the user
