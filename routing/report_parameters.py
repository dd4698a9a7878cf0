"""What may be asked of each report, checked and put into one canonical form.

The same question gives the same parameters, whatever the order or the spelling it came in: the run of
a report is found again by them. Ids are only looked at for their form here; whether they are this
company's is for `routing.actions.report_runs` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from routing import texts
from routing.errors import InvalidInput

#: Five years, one of them with a leap day, and the day before.
LONGEST_RANGE_DAYS = 1_827
#: The epoch's first day, and one that no calendar overflows on.
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2199, 12, 31)
MOST_IDS = 1_000
LONGEST_TEXT = 200
LONGEST_ZONE = 60

GROUPINGS = ("queue", "portal", "hour", "day", "month")
TEXT_FIELDS = ("customer", "email", "question", "notes", "ticket", "page_url", "answers")
SORTS = (
    "number", "requested_at", "wait", "began_at", "ended_at", "session_time", "queue", "portal",
    "agent", "customer", "email", "resolution", "ticket", "face", "page_url",
)  # fmt: skip

Check = Callable[[str, Any], Any]


@dataclass(frozen=True)
class _Field:
    """How one parameter is checked, and what stands for it when it is not given."""

    check: Check
    default: Any


def checked(kind: str, given: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The canonical parameters of a report of this kind; a range that is not given is `today`.

    Raises `InvalidInput` with the field and one of the reasons unknown_value, unknown_field, not_a_day,
    range_reversed, range_too_long (with `limit` in days), unknown_zone, too_long.
    """
    fields = _FIELDS.get(kind)
    if fields is None:
        raise InvalidInput(field="kind", reason="unknown_value")
    for name in given:
        if name not in fields and name not in _RANGE:
            raise InvalidInput(field=texts.cut(str(name), 60), reason="unknown_field")
    found = _range(given, today)
    for name, field in fields.items():
        value = given.get(name)
        found[name] = field.default if value is None else field.check(name, value)
    return {name: value for name, value in found.items() if value is not None}


def ids_in(parameters: Mapping[str, Any]) -> dict[str, list[str]]:
    """The ids that canonical parameters name, by `queues`, `portals` and `agents`."""
    return {name: parameters.get(name, []) for name in ("queues", "portals", "agents")}


def _range(given: Mapping[str, Any], today: date) -> dict[str, Any]:
    first = day("from", given.get("from", today))
    last = day("to", given.get("to", max(today, first)))
    if last < first:
        raise InvalidInput(field="to", reason="range_reversed")
    if (last - first).days >= LONGEST_RANGE_DAYS:
        raise InvalidInput(field="to", reason="range_too_long", limit=LONGEST_RANGE_DAYS)
    return {"from": first.isoformat(), "to": last.isoformat()}


def day(name: str, value: Any) -> date:
    """A day that reports can be about, of a day or its ISO form.

    Raises `InvalidInput` (not_a_day), with `name` as the field.
    """
    try:
        found = value if isinstance(value, date) else date.fromisoformat(value)
        # Python reads more spellings of a day than the one that is meant.
        if found.isoformat() != str(value) or not FIRST_DAY <= found <= LAST_DAY:
            raise ValueError
    except (TypeError, ValueError):
        raise InvalidInput(field=name, reason="not_a_day") from None
    return found


def _zone(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidInput(field=name, reason="unknown_zone")
    if len(value) > LONGEST_ZONE:
        raise InvalidInput(field=name, reason="too_long", limit=LONGEST_ZONE)
    try:
        ZoneInfo(value)
    # A name that leads out of the zones' folder, or to a folder, is refused in ways of its own.
    except (ValueError, OSError, LookupError):
        raise InvalidInput(field=name, reason="unknown_zone") from None
    return value


def _ids(name: str, value: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        raise InvalidInput(field=name, reason="unknown_value")
    if len(value) > MOST_IDS:
        raise InvalidInput(field=name, reason="too_long", limit=MOST_IDS)
    return sorted({_id(name, entry) for entry in value})


def _id(name: str, value: Any) -> str:
    try:
        return str(UUID(value))
    except (AttributeError, TypeError, ValueError):
        raise InvalidInput(field=name, reason="unknown_value") from None


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidInput(field=name, reason="unknown_value")
    return texts.one_line(name, value, LONGEST_TEXT)


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidInput(field=name, reason="unknown_value")
    return value


def _one_of(allowed: tuple[str, ...]) -> Check:
    def check(name: str, value: Any) -> str:
        if value not in allowed:
            raise InvalidInput(field=name, reason="unknown_value")
        return str(value)

    return check


def _some_of(allowed: tuple[str, ...]) -> Check:
    def check(name: str, value: Any) -> list[str]:
        if not isinstance(value, list | tuple) or any(entry not in allowed for entry in value):
            raise InvalidInput(field=name, reason="unknown_value")
        # An empty choice would find nothing, which nobody means.
        return [entry for entry in allowed if entry in value] or list(allowed)

    return check


_RANGE = ("from", "to")
_WHOSE = _Field(_ids, [])
_IN_ZONE = _Field(_zone, None)
_FIELDS: dict[str, dict[str, _Field]] = {
    "call_volume": {
        "by": _Field(_one_of(GROUPINGS), "queue"),
        "queues": _WHOSE,
        "portals": _WHOSE,
        "zone": _IN_ZONE,
    },
    "agent_activity": {"agents": _WHOSE, "zone": _IN_ZONE},
    "url_referrals": {"portals": _WHOSE, "zone": _IN_ZONE},
    "sessions": {
        "queues": _WHOSE,
        "portals": _WHOSE,
        "agents": _WHOSE,
        "text": _Field(_text, ""),
        "fields": _Field(_some_of(TEXT_FIELDS), list(TEXT_FIELDS)),
        "sort": _Field(_one_of(SORTS), "began_at"),
        "descending": _Field(_flag, False),
        "zone": _IN_ZONE,
    },
}

#: The kinds of report there are.
KINDS = tuple(_FIELDS)
