"""The worker of the property tests: it does what the outbox owes, early, late, twice or never."""

from collections.abc import Callable

from sqlmodel import col, delete, select

from routing.actions import deadlines, escalation, intake, offers
from routing.database import Database
from routing.tables import OutboxMessage
from routing.transaction import Transaction

Task = Callable[[Transaction, str], object]

TASKS: dict[str, Task] = {
    "portal.screen": intake.screen,
    "acd.match": offers.match_locked_queue,
    "escalation.alert": escalation.alert,
    "deadline.act": deadlines.act,
}


class OwedWork:
    """The task messages of one company that have not been delivered yet."""

    def __init__(self, database: Database, company_id: str) -> None:
        self.database = database
        self.company_id = company_id

    def pending(self) -> list[tuple[str, str, str]]:
        """(outbox id, task, subject id) of each message, oldest first; events are dropped."""
        with self.database.transaction(self.company_id) as tx:
            tx.change(delete(OutboxMessage).where(col(OutboxMessage.task).is_(None)))
            rows = tx.session.scalars(select(OutboxMessage).order_by(col(OutboxMessage.id)))
            return [(row.id, str(row.task), row.body["args"][1]) for row in rows]

    def deliver(self, message: tuple[str, str, str], *, keep: bool = False) -> None:
        """Do one message's task; `keep` leaves it to be delivered once more."""
        message_id, task, subject_id = message
        with self.database.transaction(self.company_id) as tx:
            TASKS[task](tx, subject_id)
        if not keep:
            self.lose(message_id)

    def lose(self, message_id: str) -> None:
        """The message is gone, done or not."""
        with self.database.transaction(self.company_id) as tx:
            tx.change(delete(OutboxMessage).where(col(OutboxMessage.id) == message_id))

    def settle(self, rounds: int = 200) -> None:
        """Deliver everything but timers, and what that brings about, until nothing is owed."""
        for _ in range(rounds):
            now = [message for message in self.pending() if message[1] != "deadline.act"]
            if not now:
                return
            for message in now:
                self.deliver(message)
        raise AssertionError("the work never ends: tasks keep calling each other")
