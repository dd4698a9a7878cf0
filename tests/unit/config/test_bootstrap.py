"""A machine is made ready once, by the programs it lacks, and not again until something changes."""

import pytest

from config.bootstrap import console, system_packages
from config.bootstrap.console import InstallError, run_quietly
from config.bootstrap.system_packages import FOR_TESTS, Needed
from config.bootstrap.versions import fingerprint, is_done, note_done


def test_a_program_that_is_there_is_not_needed_again():
    assert Needed("sh", "a shell", program="sh").is_there()
    assert Needed("sh", "a shell", paths=("/nowhere/sh", "/bin/s*h")).is_there()
    assert not Needed("none", "nothing", program="no-such-program").is_there()


def test_without_apt_the_packages_to_install_are_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    missing = (Needed("left-one", "this"), Needed("right-one", "that"))
    monkeypatch.setattr(system_packages, "BROKER", missing[0])
    monkeypatch.setattr(system_packages, "FOR_TESTS", missing[1:])

    with pytest.raises(InstallError, match=r"no apt; install these yourself.*left-one right-one"):
        system_packages.install_missing("test")


def test_running_needs_no_browser():
    names = {needed.package for needed in system_packages._needed("run")}

    assert names.isdisjoint(needed.package for needed in FOR_TESTS)


def test_a_failed_command_shows_what_it_said(monkeypatch, tmp_path):
    monkeypatch.setattr(console, "LOG", tmp_path / "install.log")

    with pytest.raises(InstallError, match="trying failed:\nno room left"):
        run_quietly(["sh", "-c", "echo no room left; exit 3"], "trying", folder=tmp_path)


def test_refused_rights_are_said_so():
    refusing = ["sh", "-c", "echo marie is not in the sudoers file >&2; exit 1", "sudo"]

    with pytest.raises(InstallError, match=r"needs root's rights.*\n.*not in the sudoers"):
        system_packages._as_root(refusing, ["true"])


def test_work_is_done_again_only_when_what_it_came_from_has_changed(monkeypatch, tmp_path):
    monkeypatch.setattr("config.bootstrap.versions.ROOT", tmp_path)
    source, stamp = tmp_path / "source", tmp_path / "stamp"
    source.write_text("one")
    note_done(stamp, fingerprint([source]))

    assert is_done(stamp, fingerprint([source]))
    source.write_text("two")
    assert not is_done(stamp, fingerprint([source]))


@pytest.fixture
def said_by_sudo(monkeypatch, tmp_path):
    """A machine of somebody who is not root, with apt and a sudo that only notes what it is asked."""
    programs = tmp_path / "bin"
    programs.mkdir()
    asked = tmp_path / "asked"
    for name in ("sudo", "apt-get"):
        program = programs / name
        program.write_text(
            f'#!/bin/sh\necho "$@" >> {asked}\n[ "$1" = tee ] && cat > /dev/null\n:\n'
        )
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setattr(console, "LOG", tmp_path / "install.log")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr(system_packages, "_SERVICE_POLICY", tmp_path / "policy-rc.d")
    return lambda: asked.read_text().splitlines()


def test_what_is_missing_is_said_and_installed_without_starting_its_service(
    monkeypatch, said_by_sudo, capsys
):
    monkeypatch.setattr(system_packages, "BROKER", Needed("rabbit", "the message broker"))

    assert system_packages.install_missing("run")

    assert "will install the system package rabbit (the message broker)" in capsys.readouterr().out
    steps = [line.split()[0] for line in said_by_sudo()]
    assert steps == ["tee", "chmod", "env", "env", "rm"]
    assert said_by_sudo()[3].endswith("install -y --no-install-recommends rabbit")


def test_nothing_is_asked_of_root_when_nothing_is_missing(monkeypatch, said_by_sudo):
    monkeypatch.setattr(system_packages, "BROKER", Needed("sh", "a shell", program="sh"))

    assert not system_packages.install_missing("run")
