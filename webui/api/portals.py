"""Portals: what the widget asks before it opens, and posting a request."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Response, request
from pydantic import BaseModel, Field

from routing import expected_wait, forms
from routing.actions import intake
from routing.actions.intake import NewRequest, Posted
from routing.clock import Millis
from routing.expected_wait import Place
from routing.tables import Portal, Request
from routing.transaction import Transaction
from webui.api.answers import answer
from webui.api.models import Answers, In, Out, Query, Text
from webui.api.resource import resource
from webui.live.messages.names import PortalState
from webui.refusals import MissingIdempotencyKey
from webui.services import services
from webui.signing import CustomerKey

portals = resource("portals", "Where customers come in")
LONGEST_KEY = 100


class PortalPath(BaseModel):
    """A portal's public key."""

    key: str


class PortalQuery(Query):
    """The language of the forms."""

    lang: str | None = Field(default=None, max_length=8)


class FormFieldOut(Out):
    """One field of a form."""

    name: str
    label: str
    kind: str
    required: bool
    choices: list[str]


class PortalOut(Out):
    """A portal as its customers see it; `expected_wait` in ms, null with nobody on line.

    `form` is asked before a session, `post_form` after it.
    """

    key: str
    name: str
    type: str
    mode: str
    language: str
    state: PortalState
    expected_wait: Millis | None
    agents_on_line: bool
    form: list[FormFieldOut]
    post_form: list[FormFieldOut]
    question: bool


class RequestIn(In):
    """A customer asks for help; `answers` are those of the portal's form, by field name."""

    name: Annotated[Text, Field(min_length=1, max_length=300)]
    question: Annotated[Text, Field(max_length=4_000)] = ""
    email: Annotated[Text, Field(max_length=254)] = ""
    answers: Answers = {}
    language: Literal["en", "fr"] | None = None
    page_url: Text = ""
    referrer: Text = ""


class PostedOut(Out):
    """The request that was made; `token` opens it, and nothing else, for 24 hours."""

    request_id: str
    token: str
    state: str


@portals.get("/portals/<key>", responses={200: PortalOut})
def show(path: PortalPath, query: PortalQuery) -> Response:
    """A portal: whether it is open, how long the wait is, what its form asks."""
    portal = _find(path.key)
    place = services().calls.read(
        portal.company_id, lambda reading: expected_wait.for_portal(reading, portal)
    )
    response = answer(_out(portal, place, query.lang or portal.language))
    # The launcher asks from the company's page; there is nothing here that is not public.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@portals.post("/portals/<key>/requests", responses={200: PostedOut, 201: PostedOut})
def post(path: PortalPath, body: RequestIn) -> Response:
    """Post a request, once per `Idempotency-Key`: sent again it is answered with the same request."""
    new = _new_request(body)
    portal = _find(path.key)

    def write(tx: Transaction) -> tuple[Posted, Millis]:
        posted = intake.post(tx, portal.id, new)
        return posted, tx.get(Request, posted.request_id).posted_at

    posted, posted_at = services().calls.write(portal.company_id, write)
    token = services().signing.customer_token(
        CustomerKey(portal.company_id, posted.request_id, posted_at)
    )
    out = PostedOut(request_id=posted.request_id, token=token, state=posted.state)
    return answer(out, 200 if posted.repeated else 201)


def _find(key: str) -> Portal:
    calls = services().calls
    return calls.run(lambda: intake.find_portal(calls.database, key))


def _new_request(body: RequestIn) -> NewRequest:
    key = request.headers.get("Idempotency-Key", "")
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise MissingIdempotencyKey(field="Idempotency-Key", reason="required")
    return NewRequest(
        idempotency_key=key,
        name=body.name,
        question=body.question,
        email=body.email,
        answers=body.answers,
        language=body.language or "",
        page_url=body.page_url,
        referrer=body.referrer,
        user_agent=request.headers.get("User-Agent", ""),
    )


def _out(portal: Portal, place: Place, language: str) -> PortalOut:
    return PortalOut(
        key=portal.key,
        name=portal.name,
        type=portal.type,
        mode=portal.mode,
        language=portal.language,
        state=_state(portal, place),
        expected_wait=place.expected_wait,
        agents_on_line=place.agents_on_line,
        form=_fields(portal.form, language),
        post_form=_fields(portal.post_form, language),
        question=portal.type == "smart_box",
    )


def _fields(form: forms.Definition, language: str) -> list[FormFieldOut]:
    return [
        FormFieldOut(
            name=field.name,
            label=field.label,
            kind=field.kind,
            required=field.required,
            choices=list(field.choices),
        )
        for field in forms.fields(form, language)
    ]


def _state(portal: Portal, place: Place) -> PortalState:
    """Busy means that somebody who comes now would wait."""
    if not portal.open:
        return "closed"
    return "open" if place.expected_wait == 0 else "busy"
