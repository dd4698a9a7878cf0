"""A folder on a mount of its own that can be made read-only: file modes do not stop root."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.waiting import wait_until

_LIMIT_S = 20.0


class Mounted:
    """A folder that is its own mount."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """Nothing can be written here until the block ends."""
        # Busy as long as somebody has a file open for writing.
        wait_until(lambda: self._remount("ro"), _LIMIT_S, "a moment without writers")
        try:
            yield
        finally:
            assert self._remount("rw")

    def _remount(self, mode: str) -> bool:
        command = ["mount", "-o", f"remount,bind,{mode}", str(self.folder)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


@contextmanager
def mounted(folder: Path) -> Iterator[Mounted]:
    """Makes `folder` a mount of its own; needs the right to mount."""
    folder.mkdir(parents=True)
    subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
    try:
        yield Mounted(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
