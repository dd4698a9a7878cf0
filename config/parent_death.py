"""A child that ends with its parent, even when the parent is killed with -9 (Linux)."""

import ctypes
import os
import signal

#: From <sys/prctl.h>.
PR_SET_PDEATHSIG = 1

# Loaded here and not between fork and exec, where little is safe to do.
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(expected_parent: int, by: signal.Signals = signal.SIGKILL) -> None:
    """Has the kernel send us `by` when the parent's thread that forked this process ends.

    `expected_parent` is the parent's process id, taken before the fork: when it is gone already
    this process ends at once. Raises OSError where the kernel refuses.
    """
    if _libc.prctl(PR_SET_PDEATHSIG, by, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != expected_parent:
        os._exit(1)
