"""The mail server: the only place that speaks SMTP."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from routing.actions.mail import ANSWER, Outcome
from routing.clock import SECOND

#: Seconds a server may take for one answer.
ANSWER_LIMIT = ANSWER / SECOND
#: Seconds for the message itself with its attachments: 10 MB over 1 Mbit/s take 110.
CONTENT_LIMIT = 180.0
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
#: Codes of five hundred say: never. What is below may succeed later (RFC 5321, 4.2.1).
_FOR_GOOD = 500

Answer = tuple[int, bytes]
_HUNG_UP: Answer = (421, b"The mail server hung up.")


class NoEncryption(Exception):
    """The server offers no encryption, so the password is not told to it."""


class _Patient(smtplib.SMTP):
    """Takes its time for the message itself."""

    def data(self, msg: Any) -> Any:
        """Sends the content; a socket's limit counts for all of it together."""
        if self.sock is not None:
            self.sock.settimeout(CONTENT_LIMIT)
        return super().data(msg)


class _PatientFromTheStart(_Patient, smtplib.SMTP_SSL):
    """The same, encrypted before the first word."""


class MailServer:
    """A server by its address, `smtp://user:password@host:port` or `smtps://…`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._encrypted = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._is_here = self._host in _LOOPBACK
        self._port = parts.port or (465 if self._encrypted else 25)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")

    def send(self, message: EmailMessage, recipients: list[str]) -> Outcome:
        """Hand the message over; what became of it, by recipient.

        Until the server has heard whom the message is for, whatever fails may be mended by somebody,
        so it counts as passing: a wrong password, a name nobody knows, a certificate run out.
        """
        try:
            with self._session() as session:
                return _hand_over(session, message, recipients)
        except smtplib.SMTPResponseException as error:
            return _later(recipients, f"not_ready: {_words(error.smtp_code, error.smtp_error)}")
        except (OSError, smtplib.SMTPException, NoEncryption) as error:
            return _later(recipients, f"unreachable: {str(error) or type(error).__name__}")

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        session = self._connected()
        try:
            self._introduce(session)
            yield session
            _part(session)
        finally:
            session.close()

    def _connected(self) -> smtplib.SMTP:
        if self._encrypted:
            context = ssl.create_default_context()
            return _PatientFromTheStart(
                self._host, self._port, timeout=ANSWER_LIMIT, context=context
            )
        return _Patient(self._host, self._port, timeout=ANSWER_LIMIT)

    def _introduce(self, session: smtplib.SMTP) -> None:
        session.ehlo_or_helo_if_needed()
        encrypted = self._encrypted
        if not encrypted and session.has_extn("starttls"):
            session.starttls(context=self._starttls_context())
            session.ehlo()
            encrypted = True
        if self._user:
            if not encrypted and not self._is_here:
                raise NoEncryption(NoEncryption.__doc__)
            session.login(self._user, self._password)

    def _starttls_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self._is_here:
            # A mail server's own package gives it a certificate nobody has signed, for a name that is
            # not localhost; and nobody is between this machine and itself.
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def _part(session: smtplib.SMTP) -> None:
    # The message is in the server's hands: how the farewell goes changes nothing.
    with suppress(OSError, smtplib.SMTPException):
        session.quit()


def _hand_over(session: smtplib.SMTP, message: EmailMessage, recipients: list[str]) -> Outcome:
    sender = parseaddr(str(message["From"]))[1]
    content = message.as_bytes()
    try:
        refused = session.sendmail(sender, recipients, content)
    except smtplib.SMTPRecipientsRefused as error:
        # Names some only when the server hung up before it had heard of the others.
        refused = {one: error.recipients.get(one, _HUNG_UP) for one in recipients}
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        refused = {one: (error.smtp_code, _as_bytes(error.smtp_error)) for one in recipients}
    return _outcome(recipients, refused)


def _outcome(recipients: list[str], refused: Mapping[str, Answer]) -> Outcome:
    told = {one: f"refused: {_words(*answer)}" for one, answer in refused.items()}
    final = {one for one, (code, _) in refused.items() if code >= _FOR_GOOD}
    return Outcome(
        reached=[one for one in recipients if one not in refused],
        later={one: words for one, words in told.items() if one not in final},
        refused={one: words for one, words in told.items() if one in final},
    )


def _later(recipients: list[str], reason: str) -> Outcome:
    return Outcome(later=dict.fromkeys(recipients, reason))


def _words(code: int, words: bytes | str) -> str:
    return f"{code} {_as_bytes(words).decode(errors='replace')}"


def _as_bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode(errors="replace")
