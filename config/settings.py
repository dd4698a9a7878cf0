"""Every setting of the product, read once from the environment and a file, and validated.

A setting `port` is the variable `GUICHET_PORT`. The optional file (`guichet.env` in the current
folder, or the one `GUICHET_CONFIG` names) holds the same names, one `NAME=value` a line; the
environment wins over the file.
"""

import os
import re
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "GUICHET_"
CONFIG_VARIABLE = "GUICHET_CONFIG"
DEFAULT_CONFIG_FILE = "guichet.env"
#: Variables of our own prefix that are not settings.
NOT_SETTINGS = frozenset({CONFIG_VARIABLE})
#: Names under this prefix steer the tests, never the product.
TEST_PREFIX = "GUICHET_TEST_"
#: Below this many characters a signing key can be guessed.
SHORTEST_SECRET_KEY = 32
#: Browsers are told addresses below the public one, and compare origins: it can have no path.
ORIGIN = re.compile(r"https?://([^/?#@:\[\]\s]+|\[[0-9a-fA-F:.]+\])(:(?P<port>\d{1,5}))?")


class SettingsError(Exception):
    """The settings are not usable; the message names each wrong setting, one a line."""


def _random_key() -> SecretStr:
    return SecretStr(secrets.token_urlsafe(48))


def _default_database_url(known: dict[str, Any]) -> str:
    return f"sqlite:///{known.get('var_dir', Path('var').resolve()) / 'guichet.db'}"


def _default_demo_site_port(known: dict[str, Any]) -> int:
    return int(known.get("port", 0)) + 1


def _default_export_dir(known: dict[str, Any]) -> Path:
    return Path(known.get("var_dir", Path("var").resolve())) / "exports"


def _default_public_url(known: dict[str, Any]) -> str:
    return f"http://localhost:{known.get('port', 0)}"


class Settings(BaseSettings):
    """All settings of one process; frozen, so that nobody changes them on the way."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    var_dir: Path = Path("var")
    """The folder that holds everything a running product writes."""
    database_url: str = Field(default_factory=_default_database_url, repr=False)
    """SQLAlchemy address; SQLite in `var_dir` unless set, or `postgresql+psycopg://…`."""
    broker_url: str | None = Field(default=None, repr=False)
    """AMQP address of a RabbitMQ that exists already; `guichet up` starts its own if not set."""
    broker_management_url: str | None = Field(default=None, repr=False)
    """Address, with user and password, of that broker's management API; optional."""
    host: str = "127.0.0.1"
    """The address the web process listens on."""
    port: int = Field(default=8080, ge=1, le=65535)
    """The port the web process listens on."""
    public_url: str = Field(default_factory=_default_public_url)
    """The address browsers know the product by, without a slash at the end."""
    secret_key: SecretStr = Field(default_factory=_random_key)
    """Signs cookies and tokens; the same for every web process of one installation."""
    cookie_secure: bool = False
    """Cookies travel over HTTPS only; True wherever the public address is https."""
    trusted_proxies: int = Field(default=0, ge=0, le=10)
    """How many reverse proxies in front are trusted to name the client's address."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "console"] = "json"
    demonstration: bool = True
    """Whether `guichet up` loads the demonstration company and serves its web site."""
    demo_site_port: int = Field(default_factory=_default_demo_site_port, ge=1, le=65535)
    """The port of the demonstration company's web site."""
    worker_concurrency: int = Field(default=8, ge=1, le=256)
    """Threads of one routing worker."""
    batch_concurrency: int = Field(default=2, ge=1, le=64)
    """Processes of one batch worker: while one makes a long report the other sends mail."""
    export_dir: Path = Field(default_factory=_default_export_dir)
    """The folder nightly exports are written to; one that is named must exist."""
    smtp_url: SecretStr | None = None
    """The mail server, `smtp://user:password@host:port` (STARTTLS where offered) or `smtps://…`."""
    mail_from: str = "Guichet <guichet@localhost>"
    """The sender of the product's mail."""

    @field_validator("var_dir", "export_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("public_url")
    @classmethod
    def _is_origin(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        value = value.rstrip("/")
        found = ORIGIN.fullmatch(value)
        if found is None or int(found["port"] or 0) > 65535:
            raise ValueError("must be scheme, host and port alone: there can be no path")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
        return value

    @field_validator("broker_url")
    @classmethod
    def _known_broker(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("amqp://", "amqps://")):
            raise ValueError("must begin with amqp:// or amqps://")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _known_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("smtp://", "smtps://")):
            raise ValueError("must begin with smtp:// or smtps://")
        if value is not None and not _names_a_host(value.get_secret_value()):
            raise ValueError("must name a host, and a port from 1 to 65535 if any")
        return value

    @field_validator("mail_from")
    @classmethod
    def _one_sender(cls, value: str) -> str:
        address = parseaddr(value)[1]
        if not value.isprintable() or not address.isascii() or "@" not in address:
            raise ValueError("must be an address, such as 'Support <support@example.org>'")
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < SHORTEST_SECRET_KEY:
            raise ValueError(f"must have at least {SHORTEST_SECRET_KEY} characters")
        return value

    @property
    def run_dir(self) -> Path:
        """Where processes put their ready files (`<name>.ready`) and locks."""
        return self.var_dir / "run"

    @property
    def mail_dir(self) -> Path:
        """Where mail is kept while there is no mail server (`<id>.eml`)."""
        return self.var_dir / "mail"

    def as_environment(self) -> dict[str, str]:
        """All settings as variables for a child process; secrets included, in clear."""
        return {PREFIX + name.upper(): _as_text(value) for name, value in self if value is not None}

    def is_set(self, name: str) -> bool:
        """Whether the environment or the file gives `name`, rather than a default."""
        return name in self.model_fields_set


def load_settings() -> Settings:
    """Reads and validates the settings of this process.

    Raises SettingsError with a line per wrong setting, naming it.
    """
    _refuse_unknown(os.environ)
    try:
        return Settings(_env_file=_settings_file(), _env_file_encoding="utf-8")
    except ValidationError as error:
        raise SettingsError(_message(error)) from None


def _names_a_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _as_text(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def _settings_file() -> Path | None:
    named = os.environ.get(CONFIG_VARIABLE)
    path = Path(named or DEFAULT_CONFIG_FILE)
    if path.is_file():
        return path
    if named:
        raise SettingsError(f"{CONFIG_VARIABLE}: there is no file {named}")
    return None


def _refuse_unknown(environ: os._Environ[str]) -> None:
    """A misspelt setting must not silently leave the default in force."""
    known = {PREFIX + name.upper() for name in Settings.model_fields} | NOT_SETTINGS
    unknown = sorted(
        name
        for name in environ
        if name.upper().startswith(PREFIX)
        and name.upper() not in known
        and not name.upper().startswith(TEST_PREFIX)
    )
    if unknown:
        raise SettingsError("\n".join(f"{name}: there is no such setting" for name in unknown))


def _message(error: ValidationError) -> str:
    """One line per problem; never the value itself, which may be a secret."""
    return "\n".join(
        f"{PREFIX}{_name(problem['loc'])}: {problem['msg'].removeprefix('Value error, ')}"
        for problem in error.errors(include_url=False, include_input=False)
        # A default that waits for a wrong setting says nothing new.
        if problem["type"] != "default_factory_not_called"
    )


def _name(location: tuple[int | str, ...]) -> str:
    return str(location[0]).upper().removeprefix(PREFIX) if location else "SETTINGS"
