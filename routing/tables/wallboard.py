"""A wallboard: which queues and portals it shows together, and when its figures change colour."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from routing.clock import Millis
from routing.tables.base import CompanyRow, Versioned, document, id_column, moment


class Wallboard(CompanyRow, Versioned, table=True):
    """One wallboard over a group of queues and portals in standard mode.

    `thresholds` maps a figure (waiting, longest_wait, service_level, abandoned) to its two limits
    `{"attention", "alarm"}`. `key_epoch` is raised to make every television key given out so far void.
    """

    id: str = id_column()
    name: str = Field(max_length=200)
    queue_ids: list[str] = document(list)
    portal_ids: list[str] = document(list)
    thresholds: dict[str, Any] = document()
    sound: bool = Field(default=True)
    key_epoch: int = Field(default=1)
    created_at: Millis = moment()
