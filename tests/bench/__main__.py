"""`make bench`: run every benchmark and print what it measured.

python -m tests.bench
"""

from collections.abc import Iterator

from tests.bench import bench_import, bench_reports, bench_size, bench_start, bench_wallboard
from tests.bench.figure import Figure
from tests.bench.history import made_up_history


def _run() -> Iterator[Figure]:
    yield from bench_size.run()
    yield from bench_start.run()
    yield from bench_wallboard.run()
    with made_up_history() as history:
        yield from bench_import.run(history)
        yield from bench_reports.run(history)


for measured in _run():
    print(measured, flush=True)
