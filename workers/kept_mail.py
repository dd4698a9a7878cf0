"""Where mail goes when no mail server is configured: files that any mail program opens."""

from __future__ import annotations

import os
from email.message import EmailMessage
from pathlib import Path


def keep(message: EmailMessage, folder: Path, mail_id: str) -> Path:
    """Write the message to `<folder>/<mail_id>.eml`, whole or not at all; where it is.

    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{mail_id}.eml"
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    try:
        _write(unfinished, message.as_bytes())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    _settle(folder)
    return path


def forget(folder: Path, mail_id: str) -> None:
    """Remove a kept message, if there is one."""
    (folder / f"{mail_id}.eml").unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        path.chmod(0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """A new name is only kept for sure once its folder is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
