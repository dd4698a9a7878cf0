"""Past requests and sessions for reports: one line a customer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from routing.clock import SECOND, Millis
from routing.database import Database
from routing.identifiers import new_session_number
from routing.permissions import Actor
from routing.tables import AgentState, PageView, Portal, Queue, Request, Session, Survey
from tests.builders import a_company, a_portal, a_queue, an_agent


def moment(text: str, zone: str = "Europe/Paris", fold: int = 0) -> Millis:
    """A time on the wall, "2026-10-25 02:30", as ms; `fold` 1 is the second of two."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return round(local.timestamp() * SECOND)


Row = TypeVar("Row")


@dataclass
class Company:
    """A company whose past a test writes."""

    database: Database
    id: str
    queue: Queue
    portal: Portal
    agent: Actor

    @classmethod
    def new(cls, database: Database, zone: str = "Europe/Paris", **queue: Any) -> "Company":
        """One with a queue, a portal and a supervisor who serves both."""
        company_id = a_company(database, time_zone=zone)
        orders = a_queue(database, company_id, "orders", **queue)
        portal = a_portal(database, company_id, orders, name="Shop")
        agent = an_agent(database, company_id, "amélie", role="supervisor", queues=[orders])
        return cls(database, company_id, orders, portal, agent)

    def request(self, posted_at: Millis, wait: Millis = 0, **fields: Any) -> Request:
        """One that was abandoned after `wait`, unless `fields` say otherwise."""
        row = Request(
            **{
                "company_id": self.id,
                "portal_id": self.portal.id,
                "queue_id": self.queue.id,
                "state": "abandoned",
                "posted_at": posted_at,
                "line_since": posted_at,
                "last_seen_at": posted_at,
                "closed_at": posted_at + wait,
                **fields,
            }
        )
        return self._added(row)

    def answered(
        self, posted_at: Millis, wait: Millis, time: Millis, face: int = 0, **fields: Any
    ) -> Session:
        """One that was answered after `wait` and served for `time`; `fields` are the request's, those
        of the session begin with `session_`, those of the survey with `survey_`.
        """
        of_session = _taken("session_", fields)
        of_survey = _taken("survey_", fields)
        began, ended = posted_at + wait, posted_at + wait + time
        request = self.request(
            posted_at, **{"state": "closed", "accepted_at": began, "closed_at": ended, **fields}
        )
        session = Session(
            **{
                "company_id": self.id,
                "number": new_session_number(),
                "request_id": request.id,
                "portal_id": request.portal_id,
                "queue_id": request.queue_id,
                "agent_id": self.agent.account_id,
                "state": "ended",
                "began_at": began,
                "ended_at": ended,
                "resolution": "resolved",
                **of_session,
            }
        )
        self._added(session)
        if face:
            self._added(
                Survey(company_id=self.id, session_id=session.id, face=face, answered_at=ended, **of_survey)
            )  # fmt: skip
        return session

    def state(self, state: str, began_at: Millis, ended_at: Millis | None) -> AgentState:
        """A stretch of the agent's state."""
        return self._added(
            AgentState(
                company_id=self.id,
                agent_id=self.agent.account_id,
                state=state,
                began_at=began_at,
                ended_at=ended_at,
            )
        )

    def views(self, url: str, slot: Millis, views: int) -> PageView:
        """Views of a page in a quarter hour."""
        return self._added(
            PageView(company_id=self.id, portal_id=self.portal.id, url=url, slot=slot, views=views)
        )

    def _added(self, row: Row) -> Row:
        with self.database.transaction(self.id) as tx:
            tx.add(row)
        return row


def _taken(prefix: str, fields: dict[str, Any]) -> dict[str, Any]:
    names = [name for name in fields if name.startswith(prefix)]
    return {name.removeprefix(prefix): fields.pop(name) for name in names}
