"""Signing in and out, and what people set for themselves."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Response
from pydantic import Field, RootModel

from routing.actions import accounts, availability, sessions
from routing.permissions import Actor, Permission
from routing.tables import Account, Agent, Company
from routing.transaction import Transaction
from webui.api.answers import answer, nothing
from webui.api.models import In, Out, Text
from webui.api.resource import resource
from webui.live.messages.desk import AgentRow
from webui.live.views import agent_row
from webui.services import services
from webui.signed_in import SignedIn, sign_in, sign_out, signed_in

account = resource("account", "Signing in, and one's own settings")


class SignInIn(In):
    """Who wants to sign in."""

    login: Annotated[Text, Field(min_length=1, max_length=80)]
    password: Annotated[Text, Field(min_length=1, max_length=200)]


class CompanyOut(Out):
    """The company one works for; `time_zone` is an IANA name."""

    name: str
    slug: str
    time_zone: str


class MeOut(Out):
    """Who is signed in; unsafe requests must carry `csrf_token` in X-CSRF-Token."""

    id: str
    name: str
    login: str
    role: str
    language: str
    theme: str
    company: CompanyOut
    csrf_token: str


class PreferencesIn(In):
    """Settings to change; those left out stay."""

    language: Literal["en", "fr"] | None = None
    theme: Literal["system", "light", "dark"] | None = None
    auto_unavailable: bool | None = None


class AvailabilityIn(In):
    """The agent's switch, and the reason while it is off."""

    status: Literal["available", "unavailable"]
    reason: Annotated[Text, Field(max_length=80)] = ""


class AgentRowOut(RootModel[AgentRow]):
    """The agent's own state and room."""


@account.post("/sign-in", responses={200: MeOut})
def begin(body: SignInIn) -> Response:
    """Sign in; the answer sets the cookie."""
    calls = services().calls
    found = calls.run(lambda: accounts.find_login(calls.database, body.login))
    who = services().hashing.run(lambda: accounts.require_password(found, body.password))
    return answer(_me(sign_in(who)))


@account.post("/sign-out")
def end() -> Response:
    """Sign out: the agent becomes unavailable, the cookie is void, the browser's other tabs end."""
    who = signed_in()

    def write(tx: Transaction) -> None:
        accounts.sign_out(tx, who.actor, who.key.nonce)
        _leave_desk(tx, who.actor)

    services().calls.write(who.actor.company_id, write)
    sign_out()
    return nothing()


@account.get("/me", responses={200: MeOut})
def me() -> Response:
    """Who is signed in."""
    return answer(_me(signed_in()))


@account.patch("/me", responses={200: MeOut})
def change(body: PreferencesIn) -> Response:
    """Change one's own settings."""
    who = signed_in()
    changed = services().calls.write(who.actor.company_id, lambda tx: _change(tx, who.actor, body))
    return answer(_me(SignedIn(changed, who.key)))


@account.put("/me/availability", responses={200: AgentRowOut})
def switch(body: AvailabilityIn) -> Response:
    """Become available or unavailable."""
    actor = signed_in().actor

    def write(tx: Transaction) -> AgentRow:
        agent = availability.set_availability(tx, actor, body.status, body.reason)
        return agent_row(tx, agent)

    return answer(services().calls.write(actor.company_id, write))


@account.post("/wrap-up/end", responses={200: AgentRowOut})
def end_wrap_up() -> Response:
    """Be ready before the wrap-up time is over."""
    actor = signed_in().actor
    return answer(
        services().calls.write(
            actor.company_id, lambda tx: agent_row(tx, sessions.end_wrap_up(tx, actor))
        )
    )


def _me(who: SignedIn) -> MeOut:
    company = services().calls.read(
        who.actor.company_id, lambda reading: reading.get(Company, reading.company_id)
    )
    found = who.account
    return MeOut(
        id=found.id,
        name=found.name,
        login=found.login,
        role=found.role,
        language=found.language,
        theme=found.theme,
        company=CompanyOut.model_validate(company),
        csrf_token=services().signing.csrf_token(who.key),
    )


def _change(tx: Transaction, actor: Actor, body: PreferencesIn) -> Account:
    changed = accounts.change_preferences(tx, actor, body.language, body.theme)
    if body.auto_unavailable is not None:
        availability.set_auto_unavailable(tx, actor, body.auto_unavailable)
    return changed


def _leave_desk(tx: Transaction, actor: Actor) -> None:
    # Somebody who was made a manager has a row as an agent, but no state of their own any more.
    if actor.may(Permission.SET_OWN_STATE) and tx.find(Agent, actor.account_id) is not None:
        availability.set_availability(tx, actor, "unavailable", "signed_out")
