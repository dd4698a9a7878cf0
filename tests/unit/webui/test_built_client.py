"""Pages find the hashed files of the build in its manifest."""

import json
from pathlib import Path

from webui.pages.built import Entry, entry

MANIFEST = {
    "client/desk/main.tsx": {
        "file": "desk-1.js",
        "name": "desk",
        "isEntry": True,
        "imports": ["_shared.js"],
        "css": ["desk-1.css"],
    },
    "_shared.js": {"file": "shared-2.js", "imports": ["_shared.js"], "css": ["shared-2.css"]},
}


def a_manifest(directory: Path) -> Path:
    path = directory / "manifest.json"
    path.write_text(json.dumps(MANIFEST))
    return path


def test_an_entry_has_its_script_what_that_imports_and_the_styles_of_both(tmp_path):
    assert entry("desk", a_manifest(tmp_path)) == Entry(
        script="/assets/desk-1.js",
        imports=["/assets/shared-2.js"],
        styles=["/assets/shared-2.css", "/assets/desk-1.css"],
    )


def test_an_unknown_entry_and_a_missing_build_need_nothing(tmp_path):
    assert entry("customer", a_manifest(tmp_path)) == Entry()
    assert entry("desk", tmp_path / "absent.json") == Entry()


def test_a_new_build_is_noticed(tmp_path):
    path = a_manifest(tmp_path)
    entry("desk", path)
    path.write_text("{}")
    import os

    os.utime(path, ns=(1, 1))
    assert entry("desk", path) == Entry()
