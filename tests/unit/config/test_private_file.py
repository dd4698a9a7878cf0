"""Secrets made on this machine: whole or not there, and for their owner alone."""

import stat
from pathlib import Path

import pytest

from config.private_file import kept_secret_key, write_private


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_for_its_owner_alone_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "folder" / "secret"
    write_private(path, "first")
    write_private(path, "second", 0o400)
    write_private(path, "third")
    assert path.read_text() == "third"
    assert mode_of(path) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_what_cannot_be_written_leaves_the_old_file_whole(tmp_path):
    path = tmp_path / "secret"
    write_private(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_private(path, "not text: \udc80")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_signing_key_is_made_once(tmp_path):
    assert kept_secret_key(tmp_path) == kept_secret_key(tmp_path)
