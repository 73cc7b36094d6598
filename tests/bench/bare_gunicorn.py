"""A bare Django under gunicorn, as many processes and threads as ours."""

import os

wsgi_app = "tests.bench.bare_site:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
preload_app = True
accesslog = None
