"""Browsers whose cookie is good no more although its time is not over."""

from __future__ import annotations

from sqlmodel import Field

from routing.clock import Millis
from routing.tables.base import CompanyRow, moment, reference


class SignedOutBrowser(CompanyRow, table=True):
    """A browser that signed out. `nonce` is its cookie's own mark, kept until every copy has run out."""

    __tablename__ = "signed_out_browser"

    nonce: str = Field(primary_key=True, max_length=40)
    account_id: str = reference("account.id")
    at: Millis = moment(index=True)
