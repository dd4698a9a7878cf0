"""The generated TypeScript says what the Python says."""

from webui.typescript import files


def test_generated_files_are_what_the_dataclasses_say():
    stale = [path.name for path, content in files().items() if path.read_text("utf-8") != content]
    assert not stale, "run `python -m webui.typescript`"
