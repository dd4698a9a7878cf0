"""A queued message as it travels: headers, text, attachments read and verified."""

from __future__ import annotations

import hashlib
import mimetypes
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import formatdate
from pathlib import Path
from typing import Any

from routing.tables import MailMessage


class _Policy(EmailPolicy):
    """Headers that refuse line ends in what they are given, lines that every mail server takes."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The header's lines. The library's own way of folding loses blanks between encoded words."""
        if name.lower() != "subject":
            return bytes(super().fold_binary(name, value))
        folded = Header(str(value), header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}".encode("ascii")


_POLICY = _Policy(cte_type="7bit", linesep="\r\n")
_UNKNOWN_TYPE = "application/octet-stream"


class AttachmentMissing(Exception):
    """A file to be attached cannot be read; it may be there again later."""


class AttachmentChanged(Exception):
    """A file to be attached is not the one the message was written for."""


def composed(mail: MailMessage, sender: str, export_dir: Path) -> EmailMessage:
    """The message, the same one however often it is made: Message-ID and Date are the row's.

    `sender` is the setting `mail_from`. Raises `AttachmentMissing` or `AttachmentChanged` naming the file.
    """
    message = EmailMessage(_POLICY)
    message["From"] = sender
    message["To"] = ", ".join(mail.recipients)
    message["Subject"] = mail.subject
    message["Date"] = formatdate(mail.created_at / 1_000)
    message["Message-ID"] = mail.message_id
    # Out-of-office replies to a machine serve nobody (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    for attachment in mail.attachments:
        _attach(message, attachment, export_dir)
    return message


def _attach(message: EmailMessage, attachment: dict[str, Any], export_dir: Path) -> None:
    name = attachment["name"]
    content = _content(attachment, export_dir)
    kind = mimetypes.guess_type(name, strict=True)[0] or _UNKNOWN_TYPE
    maintype, _, subtype = kind.partition("/")
    message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)


def _content(attachment: dict[str, Any], export_dir: Path) -> bytes:
    path = (export_dir / str(attachment["path"])).resolve()
    if not path.is_relative_to(export_dir.resolve()):
        raise AttachmentChanged(attachment["name"])
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AttachmentMissing(attachment["name"]) from error
    if hashlib.sha256(content).hexdigest() != attachment["sha256"]:
        raise AttachmentChanged(attachment["name"])
    return content
