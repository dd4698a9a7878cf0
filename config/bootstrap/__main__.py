"""Installs what is missing to run the product (`run`) or to test it too (`test`)."""

import sys
import time

from config.bootstrap import client, python_packages, system_packages
from config.bootstrap.console import InstallError, say
from config.bootstrap.versions import require_python


def main(purpose: str) -> None:
    """Installs for `purpose`; says nothing when there is nothing to do."""
    began = time.monotonic()
    try:
        require_python()
        done = [
            system_packages.install_missing(purpose),
            python_packages.install_missing(purpose),
            client.install_missing(),
            client.build_if_changed(),
        ]
    except InstallError as error:
        sys.exit(f"guichet: {error}")
    if any(done):
        say(f"everything is installed and built ({time.monotonic() - began:.0f} s)")


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["test"]):
        sys.exit("usage: python3 -m config.bootstrap run|test")
    main(sys.argv[1])
