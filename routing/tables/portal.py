"""A portal: the place on a company's pages where requests come in."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from routing.clock import MINUTE, SECOND, Millis
from routing.tables.base import CompanyRow, Versioned, document, id_column, moment, reference


class Portal(CompanyRow, Versioned, table=True):
    """One portal. `key` is public and unique over all companies: it stands in the page's script tag.

    `allowed_origins` lists the origins that may frame it ("https://www.example.org"); `form` is the
    pre-session form, a list of fields `{"name", "label", "kind": "text|choice|email", "required",
    "choices"}`; `post_form` is the post-session form, made the same way. Durations and service level
    as in `Queue`, for portals in standard mode.
    """

    id: str = id_column()
    key: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=200)
    type: str = Field(max_length=20)
    mode: str = Field(default="standard", max_length=10)
    language: str = Field(default="en", max_length=8)
    queue_id: str | None = reference("queue.id", nullable=True)
    escalation_tier_id: str | None = reference("tier.id", nullable=True)
    open: bool = Field(default=True)
    allowed_origins: list[str] = document(list)
    form: list[dict[str, Any]] = document(list)
    post_form: list[dict[str, Any]] = document(list)
    alert_shown: Millis = Field(default=30 * SECOND)
    warning_1: Millis = Field(default=60 * SECOND)
    warning_2: Millis = Field(default=120 * SECOND)
    escalation: Millis = Field(default=180 * SECOND)
    wrap_up: Millis = Field(default=0)
    default_wait: Millis = Field(default=3 * MINUTE)
    service_level_within: Millis = Field(default=20 * SECOND)
    service_level_variant: str = Field(default="missed", max_length=16)
    short_abandon: Millis = Field(default=5 * SECOND)
    created_at: Millis = moment()


class PortalAgent(CompanyRow, table=True):
    """An agent entitled to a portal's requests in standard mode."""

    __tablename__ = "portal_agent"

    portal_id: str = reference("portal.id", primary_key=True)
    agent_id: str = reference("agent.id", primary_key=True, index=True)
