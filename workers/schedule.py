"""What beat sends, and when. Every task of it may run twice, or late, without harm."""

from __future__ import annotations

from typing import Any

from routing import topology

_TEN_MINUTES = 600.0
_HOUR = 3600.0


def _every(seconds: float, task: str, queue: str) -> dict[str, Any]:
    # A message that has waited for a worker that long is followed by the next one anyway.
    return {"task": task, "schedule": seconds, "options": {"queue": queue, "expires": seconds}}


SCHEDULE: dict[str, dict[str, Any]] = {
    "purge posted keys": _every(_HOUR, "housekeeping.purge_posted_keys", topology.HOUSEKEEPING),
    "purge connections": _every(
        24 * _HOUR, "housekeeping.purge_connections", topology.HOUSEKEEPING
    ),
    "purge signed-out browsers": _every(
        _HOUR, "housekeeping.purge_signed_out_browsers", topology.HOUSEKEEPING
    ),
    "purge mail": _every(24 * _HOUR, "housekeeping.purge_mail", topology.HOUSEKEEPING),
    "purge reports": _every(24 * _HOUR, "housekeeping.purge_reports", topology.HOUSEKEEPING),
    "purge page views": _every(24 * _HOUR, "housekeeping.purge_page_views", topology.HOUSEKEEPING),
    "refresh statistics": _every(
        _TEN_MINUTES, "housekeeping.refresh_statistics", topology.HOUSEKEEPING
    ),
    "nightly exports": _every(_TEN_MINUTES, "export.nightly", topology.EXPORT),
    "remove outlived exports": _every(_HOUR, "export.remove_outlived", topology.EXPORT),
    "seal days": _every(_HOUR, "report.seal", topology.HOUSEKEEPING),
}
