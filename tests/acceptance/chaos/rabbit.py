"""The broker's management API, for what only an unlucky broker would do."""

from urllib.parse import quote

import requests

from tests.acceptance.chaos.own_process import environment_of
from tests.running import RunningGuichet

_LIMIT_S = 30.0


def purge(guichet: RunningGuichet, queue: str) -> None:
    """Loses every message of a queue."""
    address = environment_of(guichet, "web")["GUICHET_BROKER_MANAGEMENT_URL"].rstrip("/")
    url = f"{address.removesuffix('/api')}/api/queues/%2F/{quote(queue, safe='')}/contents"
    answer = requests.delete(url, timeout=_LIMIT_S)
    assert answer.ok, (answer.status_code, answer.text)
