"""`make bench`: run every benchmark and print what it measured.

python -m tests.bench
"""

from tests.bench import bench_import, bench_size, bench_start

for measured in (*bench_size.run(), *bench_start.run(), *bench_import.run()):
    print(measured, flush=True)
