"""The catalogue of features and the report of what proves them."""

import json
import os
import subprocess
import sys

import pytest

from tests.feature_report import UnknownFeatureError, gather, line, lost_features, noted
from tests.features import ROOT, Feature, catalogue


def test_the_catalogue_has_every_feature_with_a_title():
    assert len(catalogue()) == 170
    assert all(feature.title for feature in catalogue().values())


def test_proofs_come_from_pytest_and_from_the_names_of_client_tests(tmp_path):
    (tmp_path / "pytest-1.json").write_text(json.dumps({"ROUT-02": ["a.py::test_one_wins"]}))
    tests = [
        {"status": "passed", "fullName": "widget opens @PORT-05"},
        {"status": "pending", "fullName": "widget closes @PORT-06"},
        {"status": "failed", "fullName": "widget sings @PORT-07"},
    ]
    (tmp_path / "vitest.json").write_text(
        json.dumps({"testResults": [{"assertionResults": tests}]})
    )

    assert gather(tmp_path) == {
        "ROUT-02": ["a.py::test_one_wins"],
        "PORT-05": ["widget opens @PORT-05"],
    }


def test_a_name_with_an_unknown_feature_is_refused(tmp_path):
    (tmp_path / "pytest-1.json").write_text(json.dumps({"ROUT-99": ["a.py::test"]}))

    with pytest.raises(UnknownFeatureError, match="ROUT-99"):
        gather(tmp_path)


def test_a_feature_once_proven_may_not_go_missing():
    known = {
        "OPER-01": Feature("OPER-01", "one command", since="0.1.0"),
        "OPER-02": Feature("OPER-02", "a cluster", since=None),
    }

    assert [feature.id for feature in lost_features(known, {})] == ["OPER-01"]
    assert lost_features(known, {"OPER-01": ["a"]}) == []


def test_what_is_proven_for_the_first_time_is_noted_in_the_catalogue():
    text = '[OPER-01]\ntitle = "one"\n\n[OPER-02]\ntitle = "two"\n'

    assert noted(text, {"OPER-01"}, "0.1.0") == (
        '[OPER-01]\ntitle = "one"\nsince = "0.1.0"\n\n[OPER-02]\ntitle = "two"\n'
    )
    assert noted(text, set(), "0.1.0") == text


def test_a_line_names_the_proofs_or_says_missing():
    feature = Feature("OPER-01", "one command", since=None)

    assert line(feature, []).endswith("missing")
    assert line(feature, ["tests/a", "b", "c", "d"]).endswith("a, b, c and 1 more")


MARKED = """
import pytest

@pytest.mark.feature("OPER-01")
def test_passes(): pass

@pytest.mark.feature("OPER-02")
def test_skips(): pytest.skip("no cluster")

@pytest.mark.feature("OPER-03")
def test_fails(): assert False
"""
UNKNOWN_MARK = """
import pytest

@pytest.mark.feature("OPER-99")
def test_passes(): pass
"""


def test_only_a_test_that_passes_proves_something(tmp_path):
    _pytest(tmp_path, MARKED)

    assert [*gather(tmp_path / "results")] == ["OPER-01"]


def test_a_mark_of_an_unknown_feature_stops_the_tests(tmp_path):
    run = _pytest(tmp_path, UNKNOWN_MARK)

    assert run.returncode != 0
    assert "test_passes: OPER-99" in run.stdout + run.stderr


def _pytest(folder, text):
    file = folder / "test_marked.py"
    file.write_text(text)
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-c", "setup.cfg", "--rootdir=."),
            *("-p", "tests.feature_marks", "-p", "no:cacheprovider", str(file)),
        ],
        cwd=ROOT,
        env={**os.environ, "GUICHET_TEST_RESULTS": str(folder / "results")},
        capture_output=True,
        text=True,
    )
