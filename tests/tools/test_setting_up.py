"""Setting up says what is missing and what to do about it, before anything is half done."""

import os
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import environment  # type: ignore[import-not-found]  # noqa: E402

Usage = namedtuple("Usage", "total used free")  # as shutil has it


def refused(capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        environment.main("requirements.txt")
    assert ended.value.code == 1
    return capsys.readouterr().out


def test_an_old_python_is_told_which_one_is_needed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(environment.sys, "version_info", (3, 9, 2))
    said = refused(capsys)
    assert "Python 3.11 or newer is needed, this one is 3.9" in said
    assert "PYTHON=" in said


def test_a_full_disk_is_told_before_anything_is_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda _: Usage(1, 1, 10_000))
    monkeypatch.setattr(environment, "VENV", tmp_path / "venv")
    assert "Less than 1.5 GB are free" in refused(capsys)
    assert not (tmp_path / "venv").exists()


def test_without_any_python_make_says_how_to_get_one() -> None:
    command = ["make", "-C", str(ROOT), "-W", "requirements.txt", ".venv/run.stamp", "PYTHON="]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed and none was found" in done.stdout
    assert "apt-get install -y python3" in done.stdout


def test_every_target_of_make_has_its_line_of_help() -> None:
    done = subprocess.run(["make", "-C", str(ROOT), "help"], capture_output=True, text=True, check=True)
    for target in ("demo", "up", "test", "lint", "types", "docs", "bench", "lock", "clean"):
        assert f"make {target}\t" in done.stdout


def tools_in(folder: Path, **scripts: str) -> dict[str, str]:
    """A PATH on which these commands come first."""
    for name, text in scripts.items():
        path = folder / name.replace("_", "-")
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}


def packages(environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", str(ROOT / "tools" / "packages.sh")], env=environ, capture_output=True, text=True, check=False)


def test_who_may_not_install_gets_the_one_command_to_run(tmp_path: Path) -> None:
    done = packages(tools_in(tmp_path, dpkg="exit 1", id="echo 1000", apt_get="exit 1"))
    assert done.returncode == 1
    named = "chromium fonts-noto-cjk mariadb-server postgresql wrk"
    assert f"sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends {named}'" in done.stderr


def test_a_failed_installation_shows_what_the_installer_said(tmp_path: Path) -> None:
    done = packages(tools_in(tmp_path, dpkg="exit 1", id="echo 0", apt_get="echo no route to the archive; exit 100"))
    assert done.returncode == 1
    assert "no route to the archive" in done.stderr


def test_nothing_is_installed_where_nothing_is_missing(tmp_path: Path) -> None:
    done = packages(tools_in(tmp_path, dpkg="exit 0", apt_get="exit 1"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_locks_hold_hashes_and_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "index-url" not in text
