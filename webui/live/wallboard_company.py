"""One company's open wallboards: what they rest on, kept up to date by reading what has changed.

Nothing here is the truth. Everything is read from the rows; what is kept is thrown away and read anew
when a day begins, settings change or events may have been missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from routing.clock import MINUTE, Millis
from routing.tables import Wallboard
from routing.transaction import Transaction
from webui.live import wallboard_agents, wallboard_facts, wallboard_settings
from webui.live.messages.wallboard import Board, BoardAgent, BoardLimits
from webui.live.wallboard_agents import BoardAgents
from webui.live.wallboard_changes import BoardChanges
from webui.live.wallboard_day import Day, day_of
from webui.live.wallboard_facts import Facts
from webui.live.wallboard_tally import Group, Tally, variant_of

#: Rows committed by other processes may carry times a little before those read already.
OVERLAP: Millis = 5 * MINUTE
#: Tiles in the order a supervisor looks for them.
STATE_ORDER = ("available", "in_session", "wrap_up", "unavailable", "lost", "off")


class CompanyBoards:
    """The wallboards of one company that somebody looks at in this process."""

    day: Day
    _facts: Facts
    _agents: BoardAgents
    _tallies: dict[str, Tally]
    _checked_at: Millis
    _slot: int

    def __init__(self, reading: Transaction, board_ids: Iterable[str]) -> None:
        self._board_ids = frozenset(board_ids)
        self._begin(reading)

    def key_epoch(self, board_id: str) -> int | None:
        """The epoch of the keys that open this wallboard; None when it is gone."""
        board = self._settings.boards.get(board_id)
        return None if board is None else board.key_epoch

    def update(
        self, reading: Transaction, board_ids: Iterable[str], changes: BoardChanges
    ) -> Set[str]:
        """Read what has changed, to show `board_ids`; the ids of those that look different now."""
        others = self._take(board_ids)
        if changes.unheard or self._is_over(reading.now):
            return self._begin(reading)
        touched = self._learn(wallboard_facts.of_ids(reading, changes.requests))
        if changes.settings or others:
            return self._read_settings(reading)
        if changes.agents:
            touched |= self._read_agents(reading)
        return touched | self._rolled_over(reading.now)

    def check(self, reading: Transaction, board_ids: Iterable[str]) -> Set[str]:
        """Find what events that never came were about; the ids of the wallboards that look different."""
        others = self._take(board_ids)
        if self._is_over(reading.now):
            return self._begin(reading)
        waited = {request_id for tally in self._tallies.values() for request_id in tally.waiting}
        found = wallboard_facts.lately(reading, self._checked_at - OVERLAP)
        found |= wallboard_facts.of_ids(reading, waited - found.keys())
        self._checked_at = reading.now
        touched = self._learn(found)
        if others or wallboard_settings.marks(reading, self._board_ids) != self._settings.marks:
            return self._read_settings(reading)
        return touched | self._read_agents(reading) | self._rolled_over(reading.now)

    def rolls_over(self, now: Millis) -> bool:
        """Whether a new quarter hour, or day, has begun since the wallboards were reckoned."""
        return self._is_over(now) or self.day.slot_of(now) != self._slot

    def board(self, board_id: str, now: Millis) -> Board | None:
        """What the wallboard shows; None when it is gone."""
        board, tally = self._settings.boards.get(board_id), self._tallies.get(board_id)
        return None if board is None or tally is None else self._board(board, tally, now)

    def _board(self, board: Wallboard, tally: Tally, now: Millis) -> Board:
        variant, within = variant_of(tally.group)
        return Board(
            id=board.id,
            name=board.name,
            version=board.version,
            at=now,
            zone=self.day.zone,
            day_from=self.day.begins,
            queues=self._settings.names_of(board),
            waiting=len(tally.waiting),
            longest_wait_since=tally.longest_wait_since,
            service_level=tally.service_level,
            service_level_variant=variant,
            service_level_within=within,
            offered=tally.offered,
            answered=tally.answered,
            abandoned=tally.abandoned,
            agents=self._agents_on(board),
            slots=tally.slots(now),
            thresholds={name: BoardLimits(**limits) for name, limits in board.thresholds.items()},
            sound=board.sound,
        )

    def _is_over(self, now: Millis) -> bool:
        return not self.day.holds(now) or self.day.zone != self._settings.zone

    def _begin(self, reading: Transaction) -> Set[str]:
        """Read everything anew, the settings first: what they are may have been missed too."""
        self._settings = wallboard_settings.read(reading, self._board_ids)
        self.day = day_of(reading.now, self._settings.zone)
        self._facts = wallboard_facts.of_day(reading, self.day.begins)
        self._agents = {}
        self._tallies = {}
        self._checked_at = reading.now
        self._slot = self.day.slot_of(reading.now)
        return self._settle(reading)

    def _take(self, board_ids: Iterable[str]) -> bool:
        """Show these from now on; whether they are other ones than before."""
        before, self._board_ids = self._board_ids, frozenset(board_ids)
        return before != self._board_ids

    def _read_settings(self, reading: Transaction) -> Set[str]:
        """With another zone the day is another one too."""
        self._settings = wallboard_settings.read(reading, self._board_ids)
        return self._begin(reading) if self._is_over(reading.now) else self._settle(reading)

    def _settle(self, reading: Transaction) -> Set[str]:
        """Add up anew what is shown together differently now; every wallboard may look different."""
        before = self._tallies
        self._tallies = {}
        for board in self._settings.boards.values():
            group, known = self._settings.group_of(board), before.get(board.id)
            same = known is not None and known.group == group
            self._tallies[board.id] = known if known and same else self._added_up(group)
        self._read_agents(reading)
        return self._board_ids

    def _added_up(self, group: Group) -> Tally:
        tally = Tally(group, self.day)
        for request_id, fact in self._facts.items():
            tally.change(request_id, None, fact)
        return tally

    def _learn(self, found: Facts) -> Set[str]:
        touched: set[str] = set()
        for request_id, fact in found.items():
            before = self._facts.get(request_id)
            if fact == before:
                continue
            self._facts[request_id] = fact
            for board_id, tally in self._tallies.items():
                if tally.change(request_id, before, fact):
                    touched.add(board_id)
        return touched

    def _read_agents(self, reading: Transaction) -> Set[str]:
        wanted = {board.id: self._settings.agents_of(board) for board in self._boards()}
        before = self._agents
        self._agents = wallboard_agents.of_ids(reading, frozenset().union(*wanted.values()))
        changed = {
            one for one in {*before, *self._agents} if before.get(one) != self._agents.get(one)
        }
        return {board_id for board_id, ids in wanted.items() if ids & changed}

    def _rolled_over(self, now: Millis) -> Set[str]:
        """A new quarter hour shows on every wallboard."""
        slot, self._slot = self._slot, self.day.slot_of(now)
        return set(self._tallies) if slot != self._slot else set()

    def _agents_on(self, board: Wallboard) -> list[BoardAgent]:
        ids = self._settings.agents_of(board)
        return sorted((self._agents[one] for one in ids if one in self._agents), key=_by_state)

    def _boards(self) -> Iterable[Wallboard]:
        return self._settings.boards.values()


def _by_state(agent: BoardAgent) -> tuple[int, str, str]:
    return STATE_ORDER.index(agent.state), agent.name.casefold(), agent.id
