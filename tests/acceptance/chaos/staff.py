"""The company that is put through it: six agents who serve a button, a box and a queue."""

from routing.clock import SECOND
from tests.acceptance.company import Company, Person
from tests.running import RunningGuichet

NAMES = ("Agnes", "Bruno", "Chloe", "Denis", "Elise", "Felix")
SESSIONS_AT_ONCE = 3
#: Short, so that silence, too, happens within the run.
ALERT_SHOWN = 3 * SECOND


class Staff:
    """Its people and the keys of its portals."""

    def __init__(self, guichet: RunningGuichet, names: tuple[str, ...] = NAMES) -> None:
        self.company = Company(guichet)
        queue = self.company.queue(alert_shown=ALERT_SHOWN)
        queued = self.company.portal(queue)
        open_to_all = self.company.portal(type="smart_button", alert_shown=ALERT_SHOWN)
        self.queue_id = queue.id
        self.queue_portal, self.standard_portal = queued.key, open_to_all.key
        self.people: list[Person] = [
            self.company.agent(
                name, portals=[open_to_all], queues=[queue], max_sessions=SESSIONS_AT_ONCE
            )
            for name in names
        ]
