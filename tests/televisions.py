"""Wallboards without a browser: socket clients that remember what they were shown."""

from collections.abc import Callable
from typing import Any

import socketio

from tests.waiting import wait_until

LIMIT_S = 15.0
NAMESPACE = "/wallboard"
Board = dict[str, Any]


class Television:
    """One connection that shows one wallboard; `boards` are all it was shown, the snapshot first."""

    def __init__(
        self, address: str, wallboard_id: str, key: str | None = None, **connecting: Any
    ) -> None:
        self.boards: list[Board] = []
        self.snapshots = 0
        self.ticks: list[int] = []
        self.hung_up = False
        self._client = socketio.Client(reconnection=False)
        self._client.on("snapshot", self._began, namespace=NAMESPACE)
        self._client.on("board", self.boards.append, namespace=NAMESPACE)
        self._client.on("tick", self._ticked, namespace=NAMESPACE)
        self._client.on("disconnect", self._cut_off, namespace=NAMESPACE)
        auth = {"wallboard_id": wallboard_id} | ({"key": key} if key else {})
        self._client.connect(
            address,
            namespaces=[NAMESPACE],
            transports=["websocket"],
            auth=auth,
            wait_timeout=LIMIT_S,
            **connecting,
        )
        wait_until(lambda: self.boards, LIMIT_S, "the first board")

    @property
    def board(self) -> Board:
        """What is shown now."""
        return self.boards[-1]

    def wait_for(self, condition: Callable[[Board], object], what: str = "") -> Board:
        """The board that is shown once it fits."""

        def fits() -> Board | None:
            return self.board if condition(self.board) else None

        try:
            found = wait_until(fits, LIMIT_S, what)
        except AssertionError as error:
            raise AssertionError(f"{error}; shown: {self.board}") from None
        assert found is not None
        return found

    def shows(self, **figures: Any) -> Board:
        """The board that is shown once it has these values."""
        return self.wait_for(
            lambda board: all(board[name] == value for name, value in figures.items()),
            f"a board with {figures}",
        )

    def close(self) -> None:
        """Go away for good."""
        self._client.disconnect()

    def _began(self, board: Board) -> None:
        self.snapshots += 1
        self.boards.append(board)

    def _cut_off(self, _reason: str) -> None:
        self.hung_up = True

    def _ticked(self, tick: dict[str, int]) -> None:
        self.ticks.append(tick["at"])
