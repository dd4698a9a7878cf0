"""A company as its reports need it: zone, names, and what its service levels are reckoned by.

Queues, portals and agents get small numbers here; facts carry those instead of ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlmodel import col, select

from routing.service_level import VARIANTS, Variant
from routing.tables import Account, Agent, Company, Portal, Queue
from routing.text_order import text_order
from routing.told_apart import told_apart
from routing.transaction import Transaction

#: The number of what is not there: no queue, or a portal that was removed.
NONE = -1

Codes = NDArray[np.int32]


@dataclass(frozen=True)
class Names:
    """The ids and names of one sort of thing, ordered by name; a number is a place in them.

    No name is there twice: see `routing.told_apart`.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def number(self) -> dict[str | None, int]:
        """The number of each id, as we write it and as SQLite does, without dashes."""
        numbered = list(enumerate(self.ids))
        return {
            **{id_: number for number, id_ in numbered},
            **{id_.replace("-", ""): number for number, id_ in numbered},
        }

    def numbers(self, ids: Iterable[str | None]) -> Codes:
        """The numbers of these ids, `NONE` for those that are unknown."""
        find = self.number.get
        return np.array([find(id_, NONE) for id_ in ids], dtype=np.int32)

    def chosen(self, ids: Sequence[str]) -> list[int]:
        """The numbers of the chosen ids in order; all when nothing is chosen."""
        if not ids:
            return list(range(len(self)))
        return sorted(self.number[id_] for id_ in ids if id_ in self.number)


@dataclass(frozen=True)
class Standards:
    """How the service level of each line is reckoned: the queues' first, then the portals' own.

    `within` and `short` are milliseconds, `variant` a place in `routing.service_level.VARIANTS`.
    """

    within: NDArray[np.int64]
    short: NDArray[np.int64]
    variant: NDArray[np.int64]


@dataclass(frozen=True)
class Directory:
    """One company."""

    company_id: str
    slug: str
    zone: ZoneInfo
    queues: Names
    portals: Names
    agents: Names
    standards: Standards

    @property
    def line_names(self) -> tuple[str, ...]:
        """The names of the lines, as far as they are known."""
        return self.queues.names + self.portals.names

    def lines(self, queue: Codes, portal: Codes) -> NDArray[np.int64]:
        """The line each request stood in: its queue, or its portal's own without one."""
        own = np.where(portal == NONE, len(self.portals), portal) + len(self.queues)
        return np.where(queue == NONE, own, queue).astype(np.int64)


def read(reading: Transaction) -> Directory:
    """The company that is read. Raises `NotFound` when there is none."""
    company = reading.get(Company, reading.company_id)
    queues = sorted(reading.session.scalars(select(Queue)), key=_by_name)
    portals = sorted(reading.session.scalars(select(Portal)), key=_by_name)
    agents = reading.session.execute(
        select(Account.id, Account.name, Account.login).join(
            Agent, col(Agent.id) == col(Account.id)
        )
    ).all()
    return Directory(
        company.id,
        company.slug,
        ZoneInfo(company.time_zone),
        _names([(queue.id, queue.name, queue.key) for queue in queues]),
        _names([(portal.id, portal.name, portal.key) for portal in portals]),
        _names(sorted(agents, key=_by_name)),
        _standards([*queues, *portals]),
    )


def _by_name(named: Any) -> tuple[str, str]:
    return text_order(named.name), named.id


def _names(rows: Iterable[tuple[str, str, str]]) -> Names:
    """Those with these ids, names and keys."""
    ordered = list(rows)
    names = told_apart([(name, key) for _, name, key in ordered])
    return Names(tuple(id_ for id_, _, _ in ordered), tuple(names))


def _standards(lines: Sequence[Queue | Portal]) -> Standards:
    # The last one is for requests whose queue and portal are both unknown.
    within = [line.service_level_within for line in lines] + [0]
    short = [line.short_abandon for line in lines] + [0]
    variant = [VARIANTS.index(Variant(line.service_level_variant)) for line in lines] + [0]
    return Standards(
        np.array(within, dtype=np.int64),
        np.array(short, dtype=np.int64),
        np.array(variant, dtype=np.int64),
    )
