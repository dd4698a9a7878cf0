"""A child that ends with its parent, even when the parent is killed with -9 (Linux)."""

import ctypes
import os
import signal

#: From <sys/prctl.h>.
PR_SET_PDEATHSIG = 1

# Loaded here and not between fork and exec, where little is safe to do.
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(expected_parent: int) -> None:
    """Has the kernel kill this process when the parent's thread that forked it ends.

    `expected_parent` is the parent's process id, taken before the fork: when it is gone already
    this process ends at once. Raises OSError where the kernel refuses.
    """
    if _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != expected_parent:
        os._exit(1)
