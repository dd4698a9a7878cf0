"""Whether two reports say the same: `{"keys": …, "rows": …}`, the total's row about None."""

from typing import Any

Report = dict[str, Any]
Rows = dict[Any, dict[str, Any]]

#: Shares are given to a millionth.
_TO_A_MILLIONTH = 1.5e-6


def by_part(report: Report) -> Rows:
    """Rows by what they are about; the total's by None."""
    _, *keys = report["keys"]
    return {part: dict(zip(keys, values, strict=True)) for part, *values in report["rows"]}


def require(name: str, our_report: Report, their_report: Report) -> None:
    """Raises RuntimeError at the first figure of theirs that is not ours."""
    ours, theirs = by_part(our_report), by_part(their_report)
    if not theirs.keys() <= ours.keys():
        raise RuntimeError(f"{name}: no rows for {theirs.keys() - ours.keys()}")
    for part, values in theirs.items():
        for key, value in values.items():
            if not _same(ours[part][key], value):
                raise RuntimeError(f"{name}: {part} {key}: {ours[part][key]} is not {value}")
    for part in ours.keys() - theirs.keys():
        if any(ours[part].values()):
            raise RuntimeError(f"{name}: they know nothing of {part}: {ours[part]}")


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(theirs, float) and isinstance(ours, int | float):
        return abs(ours - theirs) <= _TO_A_MILLIONTH
    return bool(ours == theirs)
