"""Limits of a wallboard that no clock and no count of people reaches."""

import pytest

from routing.actions import wallboards
from routing.actions.wallboards import Wanted
from routing.errors import InvalidInput
from tests.builders import a_company, an_agent


@pytest.mark.parametrize("number", [10**400, float("inf"), float("nan")], ids=["400", "inf", "nan"])
def test_a_number_too_large_for_any_screen_is_out_of_range(database, number):
    company = a_company(database)
    sophie = an_agent(database, company, role="supervisor")
    given = Wanted("All", thresholds={"waiting": {"attention": 1, "alarm": number}})

    with database.transaction(company) as tx, pytest.raises(InvalidInput) as refused:
        wallboards.create(tx, sophie, given)

    assert refused.value.data["reason"] == "out_of_range"
    assert refused.value.data["field"] == "thresholds.waiting.alarm"
