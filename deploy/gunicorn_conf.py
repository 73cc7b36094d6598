# ruff: noqa: INP001 - a file gunicorn reads, no module
"""How gunicorn runs Backstop. WEB_CONCURRENCY is the number of processes, BIND the address."""

import os
import sys
from pathlib import Path

MOST_PROCESSES = 64
IN_MEMORY = Path("/dev/shm")  # noqa: S108 (gunicorn makes a file of a random name there)


def number_of_processes(written: str) -> int:
    """Return the number; end with a sentence when it is none."""
    if not written.isascii() or not written.isdigit() or not 1 <= int(written) <= MOST_PROCESSES:
        sys.exit(
            f"Backstop does not start:\n- WEB_CONCURRENCY is `{written}`: use a whole number from 1 to {MOST_PROCESSES}."
        )
    return int(written)


wsgi_app = "triage.config.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = number_of_processes(os.environ.get("WEB_CONCURRENCY", "2"))
# Threads, so that a slow tablet holds up nobody else.
worker_class = "gthread"
threads = 4
# Loaded once and shared: a process that dies is replaced in a moment.
preload_app = True
# A page takes well under a second; one that hangs is given up before the proxy does.
timeout = 30
graceful_timeout = 20
worker_tmp_dir = str(IN_MEMORY) if IN_MEMORY.is_dir() else None
# Addresses may hold the secret of a link: they are written nowhere.
accesslog = None
errorlog = "-"
# What gunicorn says of itself may quote an address too: it is told in our lines.
logconfig_dict = {
    "formatters": {"lines": {"()": "triage.config.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
control_socket_disable = True


def when_ready(_server: object) -> None:
    """Refuse to serve what is wrong; load every page before the processes part, so that each answers at once."""
    from django.urls import get_resolver  # noqa: PLC0415 (Django is set up only now)

    from triage.config.start import reasons_not_to_start  # noqa: PLC0415

    if reasons := reasons_not_to_start():
        sys.stderr.write("Backstop does not start:\n" + "".join(f"- {one}\n" for one in reasons))
        sys.exit(1)
    get_resolver().url_patterns  # noqa: B018 (looking at them imports them)
