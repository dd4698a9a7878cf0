"""What every resource of the API has in common: its prefix, its tag, how its errors are described."""

from __future__ import annotations

from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from webui.api.models import ProblemOut
from webui.problems import MEDIA_TYPE

PREFIX = "/api/v1"
PROBLEM_STATUSES = (400, 401, 403, 404, 409, 413, 415, 422, 503)


def resource(name: str, description: str) -> APIBlueprint:
    """A blueprint for one resource."""
    return APIBlueprint(
        name,
        __name__,
        url_prefix=PREFIX,
        abp_tags=[Tag(name=name, description=description)],
        abp_responses={status: _problem() for status in PROBLEM_STATUSES},
    )


def _problem() -> dict[str, Any]:
    schema = ProblemOut.model_json_schema()
    return {
        "description": "Problem details (RFC 9457)",
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
