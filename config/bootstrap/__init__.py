"""Making a bare machine ready: `python3 -m config.bootstrap run` (or `test`).

Runs before anything is installed, hence on the standard library alone.
"""
