"""Where a server is reached that listens on an address."""

import pytest

from config.ports import local_address


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1:8080"),
        ("0.0.0.0", "127.0.0.1:8080"),
        ("::1", "[::1]:8080"),
        ("::", "[::1]:8080"),
        ("desk.example", "desk.example:8080"),
    ],
)
def test_a_listening_address_becomes_one_to_ask(host, address):
    assert local_address(host, 8080) == address
