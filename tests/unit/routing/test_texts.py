"""What people typed, made safe to keep."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import texts
from routing.errors import InvalidInput

UNSEEN = "\u200b\u200e\u200f\u061c\u202e\u2066\u0000\u0007"


@given(st.text(max_size=200))
def test_nothing_unseen_is_kept(text):
    kept = texts.many_lines("field", text + UNSEEN, 400)
    assert not set(kept) & set(UNSEEN)
    assert texts.many_lines("field", kept, 400) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n\t",
        UNSEEN,
        "\u200d",
        "\u00ad",
        "\ufeff\u2060",
        "\u0301",
        "\u3164",
        "\u2800",
        "\u00a0",
    ],
    ids=ascii,
)
def test_a_required_text_needs_something_to_see(text):
    with pytest.raises(InvalidInput, match="required"):
        texts.one_line("name", text, 80, required=True)
    with pytest.raises(InvalidInput, match="required"):
        texts.many_lines("text", text, 80, required=True)


@pytest.mark.parametrize(
    "text",
    ["A", "1", "?", "é", "e\u0301", "आ", "नी", "가", "你", "👍", "👩‍👩‍👧", "❤️", "€"],
    ids=ascii,
)
def test_one_letter_sign_or_picture_is_enough(text):
    assert texts.one_line("name", text, 80, required=True) == text
    assert texts.many_lines("text", text, 80, required=True) == text


def test_joiners_stay_within_words():
    assert texts.one_line("name", "می\u200cخواهم", 80) == "می\u200cخواهم"
