"""A real mail server of a test's own, that answers as the test wishes.

with mail_server() as server:
    server.answers["DATA"] = ["451 later"]   # to the next messages, in this order; then 250
    ...
    assert server.messages[0]["Subject"] == "…"
"""

from __future__ import annotations

import asyncio
import ssl
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from config.ports import LOOPBACK, free_port

USER, PASSWORD = "mailer", "a secret with @ and :"


class RunningMailServer:
    """What came in, and how it is to be answered: by verb, or by `RCPT <address>`."""

    def __init__(self, port: int, *, encrypted: bool = False) -> None:
        self.port = port
        self._scheme = "smtps" if encrypted else "smtp"
        self.answers: dict[str, list[str]] = defaultdict(list)
        self.envelopes: list[Envelope] = []
        self.logins: list[str] = []
        #: While it is set, whoever has sent a message waits for the answer.
        self.silent = False

    @property
    def url(self) -> str:
        """As the setting `smtp_url` names it."""
        return f"{self._scheme}://{LOOPBACK}:{self.port}"

    @property
    def messages(self) -> list[EmailMessage]:
        """Every message taken, in the order of its coming."""
        contents = (envelope.original_content or b"" for envelope in self.envelopes)
        return [message_from_bytes(content, policy=POLICY) for content in contents]

    @property
    def subjects(self) -> list[str]:
        """Their subjects, read by the library's older decoder: the newer one loses blanks."""
        older = (message_from_bytes(each.original_content or b"") for each in self.envelopes)
        return [str(make_header(decode_header(each["Subject"]))) for each in older]

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._next("MAIL")
        if answer.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._next(f"RCPT {address}")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self._next("DATA")
        if answer.startswith("250"):
            self.envelopes.append(envelope)
        while self.silent:
            await asyncio.sleep(0.02)
        return answer

    def check_login(self, server: SMTP, session: Session, envelope: Envelope, how: str, data: Any):
        """For servers that ask who is there."""
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login.decode())
        known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known, handled=False)

    def _next(self, what: str) -> str:
        waiting = self.answers[what]
        return waiting.pop(0) if waiting else "250 OK"


@contextmanager
def mail_server(
    port: int | None = None,
    *,
    login: bool = False,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
) -> Iterator[RunningMailServer]:
    """A mail server on the loopback interface, on a free port unless one is given.

    With `login` it takes mail from `USER` with `PASSWORD` only; with `starttls` it offers encryption and
    takes mail no other way, with `tls` it is encrypted from the first word.
    """
    running = RunningMailServer(port or free_port(), encrypted=tls is not None)
    who: dict[str, Any] = {"ssl_context": tls}
    if starttls is not None:
        who |= {"tls_context": starttls, "require_starttls": True}
    if login:
        who |= {
            "authenticator": running.check_login,
            "auth_required": True,
            "auth_require_tls": False,
        }
    controller = Controller(running, hostname=LOOPBACK, port=running.port, **who)
    controller.start()
    try:
        yield running
    finally:
        controller.stop()
