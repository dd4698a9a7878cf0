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
    SEE_REPORTS = "company:reports:see"
    SET_EXPORTS = "company:exports:set"
    SEE_MAIL = "company:mail:see"
    SEE_WALLBOARDS = "company:wallboards:see"
    SET_WALLBOARDS = "company:wallboards:set"
    SET_SERVICE_LEVELS = "company:service_levels:set"
    STEER = "company:routing:steer"
    ADMINISTER = "company:settings:change"


_SERVING = frozenset(
    {Permission.SERVE, Permission.END_SESSION, Permission.WRITE_NOTES, Permission.SET_OWN_STATE}
)
_UNDERSTANDING = frozenset(
    {
        Permission.SEE_COMPANY,
        Permission.SEE_REPORTS,
        Permission.SET_EXPORTS,
        Permission.SEE_MAIL,
        Permission.SEE_WALLBOARDS,
        Permission.SET_WALLBOARDS,
        Permission.SET_SERVICE_LEVELS,
    }
)
_STEERING = _SERVING | _UNDERSTANDING | {Permission.STEER}
GRANTS: Final[dict[Role, frozenset[Permission]]] = {
    Role.AGENT: _SERVING,
    Role.SUPERVISOR: _STEERING,
    Role.MANAGER: _UNDERSTANDING,
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
