"""`make test` leaves out no test, and stops at the group that fails."""

import sys

import pytest

from tests import check
from tests.check import PLANS, TESTS, Group
from tests.features import ROOT


def test_every_test_file_belongs_to_a_group():
    folders = {
        argument for group in TESTS for argument in group.command if argument[:6] == "tests/"
    }
    files = [str(file.relative_to(ROOT)) for file in (ROOT / "tests").rglob("test_*.py")]

    left_out = [file for file in files if not file.startswith(tuple(f"{f}/" for f in folders))]

    assert left_out == []


def test_the_first_group_that_fails_is_named_and_ends_it(monkeypatch, capfd):
    groups = tuple(
        Group(name, (sys.executable, "-c", f"raise SystemExit({code})"))
        for name, code in (("first", 0), ("second", 3), ("third", 0))
    )
    monkeypatch.setitem(PLANS, "lint", groups)

    assert check.main("lint") == 3

    said = capfd.readouterr().out
    assert "FAILED: second" in said
    assert "third" not in said


@pytest.mark.parametrize("plan", sorted(PLANS))
def test_the_plans_have_groups(plan):
    assert PLANS[plan]
