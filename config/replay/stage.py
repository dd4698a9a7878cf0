"""What everybody who plays in a run shares."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from config.replay.ledger import Ledger
from config.replay.pace import Pace
from config.replay.run_mark import RunMark


@dataclass(frozen=True)
class Stage:
    """Where a run takes place: the product's address and portal, the clock, the ledger.

    `drained` is set when every caller is done, `stop` when the run is cut short; `wrong` collects what
    must not happen, in words.
    """

    base_url: str
    portal: str
    pace: Pace
    ledger: Ledger = field(default_factory=Ledger)
    mark: RunMark = field(default_factory=RunMark)
    drained: threading.Event = field(default_factory=threading.Event)
    stop: threading.Event = field(default_factory=threading.Event)
    wrong: list[str] = field(default_factory=list)
