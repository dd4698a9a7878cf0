"""Weeks in which many customers wait for days: the same rows in a database and, for DuckDB, in files."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from sqlalchemy import insert

from routing.clock import DAY, HOUR, MINUTE, Millis
from routing.identifiers import new_id, new_session_number
from routing.tables import AgentState, Queue, Request, Session, Survey
from tests.bench import parquet
from tests.builders import a_queue
from tests.integration.reports.history import Company

LONGEST: Millis = 60 * DAY
#: How they end: one in twenty waits for ever.
_FATES = ("closed",) * 12 + ("abandoned",) * 5 + ("overflowed",) * 2 + ("waiting",)
_STATES = ("available", "unavailable", "in_session", "wrap_up", "lost")


@dataclass
class DaysOfWaiting:
    """What happened until `until` in two queues of a company."""

    company: Company
    until: Millis
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    rows: dict[Any, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def write(self, requests: int) -> None:
        """So many requests, always the same ones, and as many stretches of the agent's state."""
        company = self.company
        other = a_queue(company.database, company.id, "returns", service_level_variant="left_out",
                        service_level_within=3 * DAY)  # fmt: skip
        self.rows[Queue] = [company.queue.model_dump(), other.model_dump()]
        for _ in range(requests):
            self._request(self.chance.choice((company.queue.id, other.id)))
            self._stretch()
        with company.database.transaction(company.id) as tx:
            for table in (Request, Session, Survey, AgentState):
                tx.session.execute(insert(table), self.rows[table])

    def to_parquet(self, folder: Path) -> None:
        """The same rows as `tests.bench.duckdb_report` reads them."""
        connection = duckdb.connect()
        for name, rows in self._tables():
            connection.register(name, pd.DataFrame(rows))
        parquet.write_files(connection, folder)
        connection.close()

    def _request(self, queue_id: str) -> None:
        came = self._before(LONGEST + 30 * DAY)
        over = came + self._duration(LONGEST)
        fate = self.chance.choice(_FATES) if over < self.until - HOUR else "waiting"
        closed = {"waiting": None, "closed": over + self._duration(HOUR)}.get(fate, over)
        row = self._row(
            Request,
            portal_id=self.company.portal.id,
            queue_id=queue_id,
            state=fate,
            **dict.fromkeys(("posted_at", "line_since", "last_seen_at"), came),
            accepted_at=over if fate == "closed" else None,
            closed_at=closed,
            customer_email=self.chance.choice(("", f"c{self.chance.randrange(40)}@example.org")),
        )
        if fate == "closed":
            self._session(row)

    def _session(self, request: dict[str, Any]) -> None:
        row = self._row(
            Session,
            number=new_session_number(),
            request_id=request["id"],
            portal_id=request["portal_id"],
            queue_id=request["queue_id"],
            agent_id=self.company.agent.account_id,
            state="ended",
            began_at=request["accepted_at"],
            ended_at=request["closed_at"],
            wrap_up=self.chance.randrange(MINUTE),
            resolution=self.chance.choice(("resolved", "resolved", "unresolved")),
        )
        face = self.chance.randint(1, 5)
        self._row(Survey, session_id=row["id"], face=face, answered_at=row["ended_at"])

    def _stretch(self) -> None:
        began = self._before(LONGEST + 30 * DAY)
        self._row(
            AgentState,
            agent_id=self.company.agent.account_id,
            state=self.chance.choice(_STATES),
            began_at=began,
            ended_at=min(self.until, began + self._duration(LONGEST)),
        )

    def _row(self, table: Any, **fields: Any) -> dict[str, Any]:
        row = {"id": new_id(), "company_id": self.company.id, **fields}
        self.rows[table].append(row)
        return row

    def _before(self, longest: Millis) -> Millis:
        return self.until - self.chance.randrange(longest)

    def _duration(self, longest: Millis) -> Millis:
        """Most are short, a third takes days."""
        return self.chance.randrange(self.chance.choice((MINUTE, HOUR, longest)))

    def _tables(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """In the form of `tests.bench.parquet`, in which -1 stands for None."""
        yield (
            "queue",
            [
                {
                    "number": number,
                    "id": queue["id"],
                    "name": queue["name"],
                    "within": queue["service_level_within"],
                    "short": queue["short_abandon"],
                    "variant": queue["service_level_variant"],
                }
                for number, queue in enumerate(self.rows[Queue])
            ],
        )
        agent = {"number": 0, "id": self.company.agent.account_id, "name": "Amélie"}
        yield "agent", [agent]
        yield (
            "request",
            [
                {
                    **row,
                    "answered_at": row["accepted_at"] or -1,
                    "closed_at": row["closed_at"] or -1,
                }
                for row in self.rows[Request]
            ],
        )
        yield "session", self.rows[Session]
        yield "survey", self.rows[Survey]
        yield "state", self.rows[AgentState]
