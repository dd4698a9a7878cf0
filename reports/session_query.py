"""The sessions of some days: by queue, portal, agent, and by a text in chosen fields; any order.

The database looks, orders and counts. The text is data throughout (see `reports.text_search`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_
from sqlmodel import col, select

from reports import text_search
from reports.calendar import Calendar
from reports.queries import PART
from reports.result import Column, Figure, Note, Report, Value, mean, share
from reports.source import Source
from reports.text_search import TextSearch
from routing import forms
from routing.tables import Account, Portal, Queue, Request, Session, Survey

KIND = "sessions"

_COLUMNS = (
    Column("number", "number"),
    Column("requested_at", "time"),
    Column("wait", "duration"),
    Column("began_at", "time"),
    Column("ended_at", "time"),
    Column("session_time", "duration"),
    Column("queue", "text"),
    Column("portal", "text"),
    Column("agent", "text"),
    Column("customer", "text"),
    Column("email", "text"),
    Column("question", "text"),
    Column("resolution", "text"),
    Column("ticket", "text"),
    Column("notes", "text"),
    Column("face", "score"),
    Column("comment", "text"),
    Column("answers", "text"),
    Column("post_answers", "text"),
    Column("page_url", "text"),
)


def _passed(begin: Any, end: Any) -> ColumnElement[Any]:
    """The time between; clocks may differ, but nothing takes less than no time."""
    return case((end < begin, 0), else_=end - begin)


#: A customer who was answered by a second agent, the first being lost, has waited once: the row of the
#: session that began with the answer says how long.
_IS_ANSWER = col(Session.began_at) <= col(Request.accepted_at)
_WAIT = case((_IS_ANSWER, _passed(col(Request.posted_at), col(Request.accepted_at))))
_TIME = _passed(col(Session.began_at), col(Session.ended_at))
_SORTS: dict[str, Any] = {
    "number": col(Session.number),
    "requested_at": col(Request.posted_at),
    "wait": _WAIT,
    "began_at": col(Session.began_at),
    "ended_at": col(Session.ended_at),
    "session_time": _TIME,
    "resolution": col(Session.resolution),
    "face": col(Survey.face),
}
_TEXT_SORTS: dict[str, Any] = {
    "queue": Queue.name,
    "portal": Portal.name,
    "agent": Account.name,
    "customer": Request.customer_name,
    "email": Request.customer_email,
    "ticket": Session.ticket,
    "page_url": Request.page_url,
}
_TEXTS: dict[str, Any] = {
    "customer": Request.customer_name,
    "email": Request.customer_email,
    "question": Request.question,
    "notes": Session.notes,
    "ticket": Session.ticket,
    "page_url": Request.page_url,
}


def report(source: Source, parameters: dict[str, Any], calendar: Calendar) -> Report:
    """The report for canonical parameters (see `routing.report_parameters`) and the days in question."""
    conditions = _conditions(source, parameters, calendar)
    figures = _figures(source, conditions)
    return Report(
        KIND,
        parameters,
        calendar,
        source.as_of,
        figures,
        _COLUMNS,
        _rows(source, parameters, conditions, int(figures[0].value or 0)),
        notes=[Note("not_over", {"as_of": source.as_of})] if calendar.ends > source.as_of else [],
    )


def _conditions(
    source: Source, parameters: dict[str, Any], calendar: Calendar
) -> ColumnElement[bool]:
    wanted: list[Any] = [
        col(Session.began_at) >= calendar.begins,
        col(Session.began_at) < calendar.ends,
    ]
    for name, column in (
        ("queues", Session.queue_id),
        ("portals", Session.portal_id),
        ("agents", Session.agent_id),
    ):
        if parameters[name]:
            wanted.append(col(column).in_(parameters[name]))
    if parameters["text"]:
        wanted.append(_with_text(source, parameters["text"], parameters["fields"]))
    return and_(*wanted)


def _with_text(source: Source, text: str, fields: list[str]) -> ColumnElement[bool]:
    search = TextSearch(source.reading, text)
    found = [search.in_text(col(column)) for name, column in _TEXTS.items() if name in fields]
    if "answers" in fields:
        found += [search.in_answers(col(column)) for column in (Request.form, Survey.answers)]
    return or_(false(), *found)


def _figures(source: Source, conditions: ColumnElement[bool]) -> list[Figure]:
    statement = _joined(
        select(  # type: ignore[call-overload]
            func.count(),
            func.count(_WAIT),
            func.coalesce(func.sum(_WAIT), 0),
            func.count(_TIME),
            func.coalesce(func.sum(_TIME), 0),
            func.count(col(Survey.face)),
            func.coalesce(func.sum(col(Survey.face)), 0),
        )
    ).where(conditions)
    found = (int(value) for value in source.reading.session.execute(statement).one())
    sessions, waits, wait, times, time, faces, face = found
    return [
        Figure("sessions", "count", sessions),
        Figure("wait_average", "duration", mean(wait, waits)),
        Figure("session_average", "duration", mean(time, times)),
        Figure("satisfaction", "score", share(face, faces)),
    ]


def _rows(
    source: Source, parameters: dict[str, Any], conditions: ColumnElement[bool], count: int
) -> Iterator[list[Value]]:
    form_of = _Forms(source)
    statement = _joined(
        select(  # type: ignore[call-overload]
            Session.number, Request.posted_at, _WAIT, Session.began_at, Session.ended_at, _TIME,
            Queue.name, Portal.name, Account.name, Request.customer_name, Request.customer_email,
            Request.question, Session.resolution, Session.ticket, Session.notes, Survey.face,
            Survey.comment, Request.form, Survey.answers, Request.page_url,
            Session.portal_id, Request.language,
        )
    )  # fmt: skip
    ordered = statement.where(conditions).order_by(*_order(source, parameters))
    result = source.reading.session.execute(ordered, execution_options={"yield_per": PART})
    for number, row in enumerate(result):
        *values, answers, post_answers, page_url, portal_id, language = row
        before, after = form_of[portal_id]
        yield [
            *(None if value == "" else value for value in values),
            _text(before, answers, language),
            _text(after, post_answers, language),
            page_url or None,
        ]
        if number % PART == 0:
            source.tell(number, count)


def _order(source: Source, parameters: dict[str, Any]) -> list[Any]:
    name = parameters["sort"]
    if name in _TEXT_SORTS:
        # What is empty is nothing, as in the table.
        key = text_search.ordered(source.reading, func.nullif(col(_TEXT_SORTS[name]), ""))
    else:
        key = _SORTS[name]
    chosen = key.desc() if parameters["descending"] else key.asc()
    # Those that have none come last either way; equal ones in the order they began.
    return [chosen.nulls_last(), col(Session.began_at), col(Session.id)]


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(Session)
        .join(Request, col(Request.id) == col(Session.request_id))
        .join(Portal, col(Portal.id) == col(Session.portal_id))
        .join(Account, col(Account.id) == col(Session.agent_id))
        .outerjoin(Queue, col(Queue.id) == col(Session.queue_id))
        .outerjoin(Survey, col(Survey.session_id) == col(Session.id))
    )


class _Forms(dict[str, tuple[forms.Definition, forms.Definition]]):
    """The forms of each portal, before and after the session."""

    def __init__(self, source: Source) -> None:
        found = source.reading.session.execute(select(Portal.id, Portal.form, Portal.post_form))
        super().__init__({id_: (before, after) for id_, before, after in found})


def _text(form: forms.Definition, given: dict[str, Any] | None, language: str) -> str | None:
    answers = forms.answers(form, given or {}, language)
    return "; ".join(f"{answer.label}: {answer.value}" for answer in answers) or None
