"""The REST API, one file a resource; In models refuse unknown fields, Out models are what is sent."""

from __future__ import annotations

from flask_openapi3.openapi import OpenAPI

from webui.api.account import account
from webui.api.customer import customer
from webui.api.desk import desk
from webui.api.exports import nightly_exports
from webui.api.history import history
from webui.api.mail import mail
from webui.api.offers import offers
from webui.api.portals import portals
from webui.api.report_files import report_files
from webui.api.reports import reports
from webui.api.requests import requests
from webui.api.service_levels import service_levels
from webui.api.sessions import sessions
from webui.api.views import views
from webui.api.wallboards import wallboards


def register_all(app: OpenAPI) -> None:
    """Put every resource under /api/v1, and their description beside them."""
    desks = (account, desk, offers, requests, sessions, history)
    offices = (mail, reports, report_files, nightly_exports, wallboards, service_levels)
    for resource in (portals, views, customer, *desks, *offices):
        app.register_api(resource)
    app.add_url_rule("/api/v1/openapi.json", "openapi", lambda: app.api_doc)
