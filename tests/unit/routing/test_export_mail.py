"""The mail that brings a night's files names what its readers find."""

import json
from pathlib import Path

import pytest

from routing.export_mail import WORDS

CLIENT_WORDS = Path(__file__).parents[3] / "webui/client/words"


@pytest.mark.parametrize("language", sorted(WORDS))
def test_the_page_is_called_as_in_the_office(language):
    office = json.loads((CLIENT_WORDS / language / "office.json").read_text(encoding="utf-8"))
    page = office["nav"]["exports"]
    assert page in WORDS[language].in_folder
    assert page in WORDS[language].hint
