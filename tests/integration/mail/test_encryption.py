"""Mail goes encrypted wherever the server offers it, to servers whose certificate is right."""

import shutil
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.integration.mail.post_office import PostOffice
from tests.mail_server import mail_server

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl makes the certificate")

Trust = Callable[[], None]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, with its key in the same file."""
    folder = tmp_path_factory.mktemp("certificate")
    key, made, both = folder / "key.pem", folder / "cert.pem", folder / "both.pem"
    name = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    command = [str(OPENSSL), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run(
        [*command, *name, "-keyout", str(key), "-out", str(made)], check=True, capture_output=True
    )
    both.write_text(key.read_text() + made.read_text())
    return both


@pytest.fixture
def context(certificate: Path) -> ssl.SSLContext:
    """What the server encrypts with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trust(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Trust:
    """`trust()`: from now on this machine trusts the certificate."""
    return lambda: monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_name("cert.pem")))


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail server counts as another machine."""
    monkeypatch.setattr("workers.smtp._LOOPBACK", ())


@pytest.mark.usefixtures("elsewhere")
def test_starttls_is_used_where_it_is_offered(
    office: PostOffice, context: ssl.SSLContext, trust: Trust
):
    with mail_server(starttls=context) as server:
        office = office.with_settings(smtp_url=SecretStr(server.url))
        mail_id = office.queue()
        office.attempt(mail_id)
        row = office.row(mail_id)
        assert (row.state, server.messages) == ("queued", [])
        assert "certificate verify failed" in row.problem

        trust()
        office.attempt(mail_id, 1)
        assert office.row(mail_id).state == "sent"
        assert len(server.messages) == 1


def test_a_mail_server_on_this_machine_needs_no_certificate_that_others_trust(
    office: PostOffice, context: ssl.SSLContext
):
    with mail_server(starttls=context) as server:
        office = office.with_settings(smtp_url=SecretStr(server.url))
        mail_id = office.queue()

        office.attempt(mail_id)

        assert office.row(mail_id).state == "sent"
        # It takes mail encrypted only.
        assert len(server.messages) == 1


def test_a_server_that_is_encrypted_from_the_first_word_has_its_certificate_checked_anywhere(
    office: PostOffice, context: ssl.SSLContext, trust: Trust
):
    with mail_server(tls=context) as server:
        office = office.with_settings(smtp_url=SecretStr(server.url))
        mail_id = office.queue()
        office.attempt(mail_id)
        assert "certificate verify failed" in office.row(mail_id).problem

        trust()
        office.attempt(mail_id, 1)

        assert office.row(mail_id).state == "sent"
        assert len(server.messages) == 1


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_password_is_told_in_clear_to_no_other_machine(office: PostOffice):
    with mail_server(login=True) as server:
        url = server.url.replace("smtp://", "smtp://mailer:secret@")
        office = office.with_settings(smtp_url=SecretStr(url))
        mail_id = office.queue()

        office.attempt(mail_id)

        row = office.row(mail_id)
        assert (row.state, server.logins) == ("queued", [])
        assert "no encryption" in row.problem
