"""A bridge that asks now and then does so over one connection: the server does not close it in between."""

import time
from http.client import HTTPConnection
from urllib.parse import urlsplit

from tests.e2e.conftest import Desk

CLIENTS_KEEP_S = 5  # httpx and others; a server that closes as early loses what is sent just then


def test_a_connection_that_was_idle_is_still_answered(desk: Desk) -> None:
    connection = HTTPConnection(urlsplit(desk.address).netloc, timeout=30)
    connection.request("GET", "/healthz")
    assert connection.getresponse().read()
    used = connection.sock
    time.sleep(CLIENTS_KEEP_S + 1.5)
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    assert connection.sock is used
    connection.close()
