"""Nothing but a mail address passes for one."""

import pytest

from routing.errors import InvalidInput
from routing.mail_addresses import MOST, checked


def test_addresses_are_kept_once_in_their_order():
    given = ["ann@bank.example", " bob@bank.example ", "ann@bank.example"]

    assert checked("mail_to", given) == ["ann@bank.example", "bob@bank.example"]


def test_a_domain_in_another_script_is_written_as_dns_knows_it():
    assert checked("mail_to", ["info@bücher.example"]) == ["info@xn--bcher-kva.example"]


@pytest.mark.parametrize(
    "given",
    [
        "",
        "ann",
        "@bank.example",
        "ann@",
        "ann@-bank.example",
        "ann bee@bank.example",
        "ann@bank.example, bob@bank.example",
        "ann@bank.example\r\nBcc: all@bank.example",
        "ann\n@bank.example",
        "Ann <ann@bank.example>",
        "é@bank.example",
        "ann..bee@bank.example",
        "a" * 250 + "@bank.example",
        "ann@bank.example\0",
    ],
)
def test_what_is_no_address_is_refused_by_name(given):
    with pytest.raises(InvalidInput) as refused:
        checked("mail_to", [given])

    assert refused.value.data["field"] == "mail_to"
    assert refused.value.data["reason"] == "not_an_email"


def test_none_and_too_many_are_refused():
    with pytest.raises(InvalidInput, match="required"):
        checked("mail_to", [])
    with pytest.raises(InvalidInput, match="too_many"):
        checked("mail_to", [f"a{number}@bank.example" for number in range(MOST + 1)])
    assert checked("mail_to", [], required=False) == []
