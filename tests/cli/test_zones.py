"""Both zones from the command line: released, pushed, received by hand; served by the demonstration as two processes that end together."""

import json
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tianfu.cli.serving import as_environ, tell
from tianfu.cli.zones import both_zones, in_zone, outside
from tianfu.model import Settings, Zone

from .conftest import ENVIRON, TIANFU, Demonstration


def run(*arguments: str, code: int = 0) -> str:
    done = subprocess.run([TIANFU, "--lang", "en", *arguments], env=ENVIRON, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def home(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demonstration that was loaded, and from which what is open was pushed."""
    assert "datasets are released to the public zone" in demonstration.said
    folder = tmp_path_factory.mktemp("zones") / "home"
    shutil.copytree(demonstration.home, folder)
    return folder


def test_by_hand_a_release_goes_all_the_way_and_back(home: Path, tmp_path: Path) -> None:
    public, gap, inside = tmp_path / "public", str(tmp_path / "gap"), str(home)
    assert "carry it over" in run("--home", inside, "release", "keys")
    run("--home", str(public), "release", "trust", str(home / "release" / "public.key.json"))
    run("--home", inside, "release", "resend", "1", "--gap", gap)
    assert "taken 00000001" in run("--home", str(public), "release", "receive", "--gap", gap)
    assert "nothing new" in run("--home", str(public), "release", "receive", "--gap", gap)
    known = json.loads(run("--home", str(public), "release", "list", "--json"))["received"]
    assert "legal_entity.firms" in {k["dataset"] for k in known}
    run("--home", inside, "release", "withdraw", "legal_entity.firms", "--reason", "test")
    assert "withdrawal legal_entity.firms" in run("--home", inside, "release", "push", "--gap", gap)
    assert "was withdrawn" in run("--home", str(public), "release", "receive", "--gap", gap)
    assert "released legal_entity.firms version 1" in run("--home", inside, "release", "publish", "legal_entity.firms")


def test_what_may_not_leave_is_refused_with_its_reasons(home: Path) -> None:
    said = run("--home", str(home), "release", "publish", "population.persons", "--open", code=4)
    assert "population.persons cannot be released" in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["release", "push"], 6, "--gap"),
        (["up", "--zone", "moon"], 6, "internal or public"),
        (["release", "trust", "nothing.json"], 6, "no key"),
    ],
)
def test_what_is_missing_is_told(tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    assert said in run("--home", str(tmp_path / "h"), *arguments, code=code)


def test_nothing_of_the_internal_settings_reaches_the_public_process(tmp_path: Path) -> None:
    inside, public = both_zones(
        Settings(home=tmp_path / "h", data=(tmp_path,), packs=(tmp_path,), database="postgresql://x", owner="省数据局", demo=True)
    )
    assert (inside.gap, public.gap) == (tmp_path / "h" / "gap",) * 2
    assert (public.data, public.packs, public.database, public.auto_release, public.connections) == ((), (), "", False, {})
    assert (public.owner, public.zone, public.home) == ("省数据局", Zone.public, tmp_path / "h" / "public")
    environ = {"TIANFU_DATA": "/srv", "TIANFU_CONNECTION_TAX": "postgresql://secret", "TIANFU_LANG": "en", "PATH": "/bin"}
    tell(environ, public)
    assert Settings.from_environ(environ) == public
    assert {k: v for k, v in environ.items() if k not in as_environ(public)} == {"PATH": "/bin"}


def test_the_internal_process_keeps_the_addresses_of_its_databases() -> None:
    environ = {"TIANFU_CONNECTION_TAX": "postgresql://secret", "TIANFU_ZONE": "public"}
    tell(environ, Settings())
    assert environ["TIANFU_CONNECTION_TAX"] == "postgresql://secret"
    assert environ["TIANFU_ZONE"] == "internal"


def test_the_zone_named_on_the_command_line_counts(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, packs=(tmp_path,), upload_bytes=1)
    assert in_zone(settings, None, None) == settings
    assert in_zone(settings, "public", tmp_path / "gap") == outside(settings.model_copy(update={"gap": tmp_path / "gap"}), tmp_path)


@pytest.fixture
def ports() -> tuple[int, int]:
    with closing(socket.socket()) as one, closing(socket.socket()) as two:
        for probe in (one, two):
            probe.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


@pytest.fixture
def served(home: Path, ports: tuple[int, int]) -> Iterator["subprocess.Popen[str]"]:
    """`tianfu demo` as an operator starts it, until both zones answer and the public one has received."""
    command = [TIANFU, "demo", "--home", str(home), "--rows", "1000", "--port", str(ports[0]), "--public-port", str(ports[1])]
    with subprocess.Popen(command, env=ENVIRON, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        until = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < until and not (_zone(ports[0]) and _known(ports[1])):
            time.sleep(0.2)
        yield process
        process.kill()


def _answer(port: int, path: str) -> dict[str, object]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            found: dict[str, object] = json.load(answer)
            return found
    except (OSError, ValueError):
        return {}


def _zone(port: int) -> object:
    return _answer(port, "/healthz").get("zone")


def _known(port: int) -> int:
    return int(str(_answer(port, "/healthz").get("datasets", 0)))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_demonstration_serves_both_zones_and_both_end_together(
    served: "subprocess.Popen[str]", ports: tuple[int, int], how: signal.Signals
) -> None:
    assert (_zone(ports[0]), _zone(ports[1])) == ("internal", "public")
    assert _known(ports[0]) > _known(ports[1]) > 0
    assert _answer(ports[1], "/dataset/population.persons.json") == {}
    served.send_signal(how)
    said = served.communicate(timeout=20)[0]
    assert "内部区（政务网）" in said
    assert "公开区" in said
    assert "Traceback" not in said
    for port in ports:
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
