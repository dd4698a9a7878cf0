"""Which pages are the product's own, as browsers name them."""

import pytest

from config.settings import Settings
from webui.origins import own_origins


@pytest.mark.parametrize(
    ("public_url", "origin"),
    [
        ("https://Support.Example", "https://support.example"),
        ("https://support.example:443/", "https://support.example"),
        ("http://support.example:80", "http://support.example"),
        ("http://support.example:443", "http://support.example:443"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_the_public_address_is_compared_as_browsers_write_it(tmp_path, public_url, origin):
    settings = Settings(var_dir=tmp_path, public_url=public_url, host="192.0.2.1")
    assert own_origins(settings) == {origin}


def test_on_loopback_every_name_of_it_is_ours(tmp_path):
    origins = own_origins(Settings(var_dir=tmp_path, host="::1", port=9000))
    assert {"http://localhost:9000", "http://127.0.0.1:9000", "http://[::1]:9000"} <= origins
