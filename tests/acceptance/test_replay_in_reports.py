"""After a played day the reports say what the replay itself has seen, to the call."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.acceptance.api import Api
from tests.acceptance.company import Person
from tests.acceptance.replays import SPEED, finished, made_up_day, replaying
from tests.running import RunningGuichet
from tests.waiting import wait_until

PORTAL = "Rejeu d'une journée"
CALLS = 25
FIGURES = ("offered", "answered", "abandoned")
LIMIT_S = 60.0


@pytest.mark.feature("REPT-01", "REPT-02")
def test_the_reports_agree_with_the_replays_own_summary_to_the_call(guichet, tmp_path):
    day, file = made_up_day(tmp_path, CALLS, seed=37), tmp_path / "summary.json"
    before = _reported(guichet)

    run = finished(replaying(guichet, day, "--speed", SPEED, "--summary", file), file)

    assert run.code == 0, run.output
    summary = run.saved["summary"]
    served = Counter({one["agent"].lower(): one["served"] for one in summary["agents"]})
    seen = Counter({name: summary[name] for name in FIGURES}) + served
    assert _reported(guichet) - before == seen
    assert summary["offered"] == CALLS


def _reported(guichet: RunningGuichet) -> Counter[str]:
    """Today's calls at the replay's portal, and each agent's sessions, as the reports have them."""
    supervisor = _supervisor(guichet)
    choices: dict[str, Any] = supervisor.send("GET", "/reports/choices").json()
    days = _around_now(ZoneInfo(choices["zone"]))
    mine = [one["id"] for one in choices["portals"] if one["name"] == PORTAL]
    assert mine, choices["portals"]
    volume = _made(supervisor, "call_volume", {**days, "by": "portal", "portals": mine})
    found = Counter({name: _total(volume, name) for name in FIGURES})
    for row in _rows(_made(supervisor, "agent_activity", days)):
        found[str(row["agent"]).lower()] += row["sessions"]
    return +found


def _supervisor(guichet: RunningGuichet) -> Api:
    password = (guichet.var_dir / "demonstration-password").read_text().strip()
    return Api(guichet, Person("sophie", "Sophie Martin", password))


def _around_now(zone: ZoneInfo) -> dict[str, str]:
    """Yesterday and today: the test may run over midnight."""
    today = datetime.now(zone).date()
    return {"from": str(today - timedelta(days=1)), "to": str(today)}


def _made(supervisor: Api, kind: str, parameters: dict[str, Any]) -> dict[str, Any]:
    asked = supervisor.send("POST", "/reports", {"kind": kind, "parameters": parameters})
    assert asked.status_code == 202, asked.text
    run_id = asked.json()["run"]["id"]

    def done() -> dict[str, Any] | None:
        run: dict[str, Any] = supervisor.send("GET", f"/reports/{run_id}").json()
        assert run["state"] != "failed", run
        return run if run["state"] == "done" else None

    run = wait_until(done, LIMIT_S, f"the report {kind}")
    assert run is not None
    result: dict[str, Any] = run["result"]
    return result


def _rows(result: dict[str, Any]) -> list[dict[str, Any]]:
    keys = [column["key"] for column in result["columns"]]
    return [dict(zip(keys, row, strict=True)) for row in result["rows"]]


def _total(result: dict[str, Any], name: str) -> int:
    keys = [column["key"] for column in result["columns"]]
    return int((result["total"] or [0] * len(keys))[keys.index(name)])
