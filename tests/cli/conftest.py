"""One demonstration, loaded once for all tests of the command line, whichever of pytest's processes needs it first."""

import fcntl
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

TIANFU = str(Path(sys.executable).with_name("tianfu"))
ENVIRON = {k: v for k, v in os.environ.items() if not k.startswith("TIANFU_")}


@dataclass(frozen=True)
class Demonstration:
    """A home that `tianfu demo` has loaded, and what it said meanwhile. Tests that write work on a copy."""

    home: Path
    said: str


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """The smallest province, loaded and released."""
    mine = tmp_path_factory.getbasetemp()
    folder = (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "demonstration"
    folder.mkdir(exist_ok=True)
    home, said = folder / "home", folder / "said.txt"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            command = [TIANFU, "--lang", "en", "demo", "--home", str(home), "--rows", "1000", "--load-only"]
            done = subprocess.run(command, env=ENVIRON, capture_output=True, text=True, check=True)
            said.write_text(done.stdout, "utf-8")
    return Demonstration(home, said.read_text("utf-8"))
