"""Settings come from the environment and a file, are validated, and a mistake is named."""

import os
import stat

import pytest
from pydantic import ValidationError

from config.private_file import kept_secret_key
from config.settings import Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("GUICHET_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_nothing_needs_to_be_set(tmp_path):
    settings = load_settings()

    assert settings.database_url == f"sqlite:///{tmp_path}/var/guichet.db"
    assert settings.public_url == "http://localhost:8080"
    assert settings.broker_url is None


def test_the_environment_wins_over_the_file(monkeypatch, tmp_path):
    (tmp_path / "guichet.env").write_text("GUICHET_PORT=9001\nGUICHET_LOG_LEVEL=debug\n")
    monkeypatch.setenv("GUICHET_PORT", "9002")

    settings = load_settings()

    assert (settings.port, settings.log_level) == (9002, "debug")
    assert settings.public_url == "http://localhost:9002"


def test_the_file_may_be_named(monkeypatch, tmp_path):
    (tmp_path / "other.env").write_text("GUICHET_PORT=9003\n")
    monkeypatch.setenv("GUICHET_CONFIG", "other.env")

    assert load_settings().port == 9003


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GUICHET_PORT", "eighty"),
        ("GUICHET_PORT", "70000"),
        ("GUICHET_SECRET_KEY", "short"),
        ("GUICHET_DATABASE_URL", "mysql://somewhere"),
        ("GUICHET_BROKER_URL", "redis://somewhere"),
        ("GUICHET_PUBLIC_URL", "support.example"),
        ("GUICHET_PUBLIC_URL", "https://support.example/help"),
        ("GUICHET_PUBLIC_URL", "https://support.example?x=1"),
        ("GUICHET_PUBLIC_URL", "https://user@support.example"),
        ("GUICHET_PUBLIC_URL", "https://support.example:99999"),
        ("GUICHET_SMTP_URL", "mail.example:25"),
        ("GUICHET_SMTP_URL", "smtp://"),
        ("GUICHET_SMTP_URL", "smtp://mail.example:smtp"),
        ("GUICHET_MAIL_FROM", "Support"),
        ("GUICHET_MAIL_FROM", "support@bank.example\nBcc: all@bank.example"),
        ("GUICHET_PROT", "8080"),
        ("GUICHET_CONFIG", "absent.env"),
    ],
)
def test_a_wrong_setting_is_named_and_only_it(monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as caught:
        load_settings()

    lines = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in lines] == [name]


def test_an_unknown_name_in_the_file_is_refused(tmp_path):
    (tmp_path / "guichet.env").write_text("GUICHET_PROT=9001\n")

    with pytest.raises(SettingsError, match="GUICHET_PROT"):
        load_settings()


def test_no_message_and_no_printed_settings_show_a_secret(monkeypatch):
    secret = "correct-horse-battery-staple-" * 2
    monkeypatch.setenv("GUICHET_SECRET_KEY", secret)
    monkeypatch.setenv("GUICHET_DATABASE_URL", f"postgresql+psycopg://u:{secret}@h/d")
    monkeypatch.setenv("GUICHET_BROKER_URL", f"amqp://u:{secret}@h//")

    assert secret not in repr(load_settings())
    monkeypatch.setenv("GUICHET_BROKER_URL", f"wrong://u:{secret}@h//")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert secret not in str(caught.value)


def test_settings_cannot_be_changed_afterwards():
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().port = 1  # type: ignore[misc]


def test_a_child_process_reads_the_same_settings(monkeypatch, tmp_path):
    parent = Settings(var_dir=tmp_path / "elsewhere", port=9004, cookie_secure=True)
    for name, value in parent.as_environment().items():
        monkeypatch.setenv(name, value)

    child = load_settings()

    assert child == parent
    assert child.is_set("secret_key")


def test_the_signing_key_is_made_once_and_for_the_owner_only(tmp_path):
    key = kept_secret_key(tmp_path)

    assert kept_secret_key(tmp_path) == key
    assert len(key) >= 32
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
