#!/bin/sh
# Starts the demonstration on this machine: sample content, made-up visits, one address.
set -eu
cd "$(dirname "$0")/.."

HOST=127.0.0.1
PORT=${PORT:-8000}

port_is_free() {
    .venv/bin/python - "$HOST" "$PORT" <<'PYTHON'
import socket
import sys

with socket.socket() as probe:
    # As the server will: a port that was closed a moment ago is free.
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind((sys.argv[1], int(sys.argv[2])))
    except (OSError, OverflowError, ValueError):
        sys.exit(1)
PYTHON
}

manage() {
    .venv/bin/python manage.py "$@"
}

deploy/setup.sh
port_is_free || {
    echo "Port $PORT cannot be used, perhaps another program has it: choose one with  make run PORT=8001" >&2
    exit 1
}

export BACKSTOP_DEMO="${BACKSTOP_DEMO:-1}"
manage migrate --verbosity 0
manage load_sample_content
manage make_demo

echo
echo "Backstop is at http://$HOST:$PORT/ until you press Ctrl-C."
export DJANGO_RUNSERVER_HIDE_WARNING=true
exec .venv/bin/python manage.py runserver --noreload "$HOST:$PORT"
