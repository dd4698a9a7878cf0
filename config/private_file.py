"""Files only their owner may read: passwords and keys made on this machine."""

import os
import secrets
from pathlib import Path

#: Random bytes of a signing key.
_KEY_BYTES = 48


def write_private(path: Path, text: str, mode: int = 0o600) -> None:
    """Writes `text` to `path`, whole or not at all; nobody else can read it at any moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def kept_secret_key(var_dir: Path) -> str:
    """The signing key kept in `var_dir`, made at random the first time."""
    path = var_dir / "secret_key"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(_KEY_BYTES))
    return path.read_text(encoding="utf-8").strip()
