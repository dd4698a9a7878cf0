"""The words of a fixed choice that messages carry: states, kinds, verdicts."""

from __future__ import annotations

from typing import Literal

RequestStateName = Literal[
    "posted", "waiting", "offered", "in_line", "accepted", "in_session",
    "closed", "abandoned", "refused", "overflowed", "deferred",
]  # fmt: skip
OfferStateName = Literal["ringing", "accepted", "declined", "expired", "withdrawn"]
SessionStateName = Literal["connecting", "active", "reconnecting", "handing_over", "ended"]
AlertKind = Literal["new", "for_you", "escalated", "invitation"]
AgentStateName = Literal["available", "unavailable", "in_session", "wrap_up", "lost", "off"]
Resolution = Literal["resolved", "unresolved", "unknown"]
Author = Literal["agent", "customer", "system"]
ParticipantKind = Literal["agent", "customer", "endpoint"]
PortalState = Literal["open", "busy", "closed"]
ServiceLevelName = Literal["missed", "met_when_early", "left_out", "mixed"]
CustomerStage = Literal[
    "waiting",
    "in_line",
    "connecting",
    "in_session",
    "reconnecting",
    "ended",
    "left",
    "unseen",
    "refused",
]
