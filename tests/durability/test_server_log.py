"""What a browser asks for is in no line of the server's own log, not even when it cannot be read."""

import json
from socket import create_connection

import pytest

from tests.durability.clinic import Served

SECRET = "quillfeather-secret"
UNREADABLE = (
    f"GET /form/link/{SECRET} HTTP/9.9\r\n\r\n",
    f"GET\x00/form/link/{SECRET} HTTP/1.1\r\n\r\n",
    f"/form/link/{SECRET}\r\n\r\n",
    f"GET / HTTP/1.1\r\nBad {SECRET}: x\r\n\r\n",
    f"GET /{SECRET * 400} HTTP/1.1\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: {SECRET}\r\n\r\n",
    f"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: {SECRET}\r\n\r\n",
)


@pytest.mark.sqlite
@pytest.mark.hazard("H22")
def test_the_log_of_the_server_holds_no_address(new_clinic):
    with Served(new_clinic("sqlite"), workers=1) as server:
        for request in UNREADABLE:
            with create_connection(("127.0.0.1", server.port), timeout=30) as line:
                line.sendall(request.encode())
                line.recv(100)
        server.ask("GET", f"/form/link/{SECRET}/")
        told = server.log.read_text()

    assert SECRET not in told
    lines = [json.loads(one) for one in told.splitlines()]
    assert "Invalid request from ip" in [one["message"] for one in lines]
    assert "Listening at: %s (%s)" in [one["message"] for one in lines]
