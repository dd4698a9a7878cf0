"""Who may do what. Checked in `routing.actions`, where every write is, not in the web layer alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from routing.errors import Forbidden


class Role(StrEnum):
    """What an account is for."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """One thing that may be allowed: scope, resource, action."""

    SERVE = "own:request:serve"
    END_SESSION = "own:session:end"
    WRITE_NOTES = "own:session:note"
    SET_OWN_STATE = "own:agent:state"
    SEE_COMPANY = "company:routing:see"
    STEER = "company:routing:steer"
    ADMINISTER = "company:settings:change"


_SERVING = frozenset(
    {Permission.SERVE, Permission.END_SESSION, Permission.WRITE_NOTES, Permission.SET_OWN_STATE}
)
_STEERING = _SERVING | {Permission.SEE_COMPANY, Permission.STEER}
GRANTS: Final[dict[Role, frozenset[Permission]]] = {
    Role.AGENT: _SERVING,
    Role.SUPERVISOR: _STEERING,
    Role.MANAGER: frozenset({Permission.SEE_COMPANY}),
    Role.ADMINISTRATOR: _STEERING | {Permission.ADMINISTER},
}


@dataclass(frozen=True)
class Actor:
    """The person who asks for something to be done."""

    account_id: str
    company_id: str
    role: Role
    name: str

    def may(self, permission: Permission) -> bool:
        """Whether this person's role grants `permission`."""
        return permission in GRANTS[self.role]


def require(actor: Actor, permission: Permission) -> None:
    """Raise `Forbidden` unless the actor's role grants `permission`."""
    if not actor.may(permission):
        raise Forbidden(permission=permission.value)
