"""pytest plugin: what the code logs inside a test's process stands in its report as plain text.

Unless told otherwise, structlog draws every exception with all its variables in boxes: seconds of
work for tests in which something fails on purpose.
"""

import structlog


def pytest_configure() -> None:
    """Before anything logs."""
    log_plainly()


def log_plainly() -> None:
    """Tells structlog; to be called again by who has reset it."""
    plain = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])
