"""The customer's own request, opened by their token."""

from __future__ import annotations

from typing import Annotated

from flask import Response
from pydantic import Field, RootModel

from routing.actions import chat, intake, surveys
from routing.actions.chat import CustomerAuthor, NewLine
from webui.api.answers import answer, nothing
from webui.api.models import Answers, In, LinesIn, NumbersOut, Text
from webui.api.resource import resource
from webui.customer_key import customer_key
from webui.live.customer_views import customer_snapshot
from webui.live.messages.customer import CustomerSnapshot
from webui.services import services

customer = resource("customer", "The customer's own request; needs `Authorization: Bearer <token>`")


class CustomerSnapshotOut(RootModel[CustomerSnapshot]):
    """Everything the customer's page shows."""


class SurveyIn(In):
    """One of five faces (1 worst, 5 best), a comment, and answers of the portal's form by field name."""

    face: Annotated[int, Field(ge=1, le=5)]
    comment: Annotated[Text, Field(max_length=2_000)] = ""
    answers: Answers = {}


@customer.get("/customer/request", responses={200: CustomerSnapshotOut})
def show() -> Response:
    """Everything the customer's page shows."""
    key = customer_key()
    snapshot = services().calls.read(
        key.company_id,
        lambda reading: customer_snapshot(reading, intake.require_request(reading, key.request_id)),
    )
    return answer(snapshot)


@customer.post("/customer/leave")
def leave() -> Response:
    """The customer leaves; leaving twice changes nothing."""
    key = customer_key()
    services().calls.write(key.company_id, lambda tx: intake.leave(tx, key.request_id))
    return nothing()


@customer.post("/customer/survey")
def survey(body: SurveyIn) -> Response:
    """What the customer thought of the session; the last answer counts."""
    key = customer_key()
    services().calls.write(
        key.company_id,
        lambda tx: surveys.answer(tx, key.request_id, body.face, body.comment, body.answers),
    )
    return nothing()


@customer.post("/customer/lines", responses={200: NumbersOut})
def lines(body: LinesIn) -> Response:
    """The customer writes; sending a line again is harmless."""
    key = customer_key()
    new = [NewLine(line.id, line.text) for line in body.lines]
    numbers = services().calls.write(
        key.company_id, lambda tx: chat.write(tx, CustomerAuthor(key.request_id), None, new)
    )
    return answer(NumbersOut(numbers=numbers))
