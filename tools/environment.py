"""Creates .venv and installs the pinned requirements and the project into it, saying what goes on.

Runs on any Python 3, so that an old one gets a sentence instead of a syntax error.
Usage: environment.py requirements.txt
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NEEDS_BYTES = 1_500_000_000


def main(requirements):
    """The whole way; ends with a message and exit code 1 where a person has to do something."""
    if sys.version_info < (3, 11):  # noqa: UP036 this file also runs where the project cannot
        stop(f"Python 3.11 or newer is needed, this one is {version()}.", "Name a newer one: make demo PYTHON=/path/to/python3")
    if shutil.disk_usage(str(ROOT)).free < NEEDS_BYTES:
        stop("Less than 1.5 GB are free where the project lies.", "Make room; the libraries need about 1 GB.")
    if not usable():
        create()
    wanted = set(re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / requirements).read_text(), re.M))
    say(f"Installing {len(wanted)} libraries from {requirements}; the first time takes a minute or two.")
    pip("install", "--require-hashes", "--no-deps", "-r", str(ROOT / requirements))
    pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))


def usable():
    """Whether .venv is there and its Python is new enough and still works."""
    check = [str(PYTHON), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    return PYTHON.exists() and subprocess.call(check, stderr=subprocess.DEVNULL) == 0


def create():
    """An empty environment of the Python that runs this."""
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        stop("This Python has no venv module.", "Debian and Ubuntu keep it apart: apt-get install -y python3-venv")
    say(f"Creating .venv with Python {version()}.")
    venv.create(str(VENV), with_pip=True, clear=VENV.exists())


def pip(*arguments):
    """Run pip quietly, with one line that moves; all it said is shown when it fails."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments, "--progress-bar", "off"]
    said = []
    with subprocess.Popen(command, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        for line in process.stdout:
            said.append(line)
            show(line)
    if sys.stdout.isatty():
        print("\r\033[K", end="", flush=True)
    if process.returncode:
        sys.stdout.write("".join(said[-40:]))
        stop(
            "pip could not install everything; what it said stands above.",
            "Is a package registry reachable, and is there room on the disk?",
        )


def show(line):
    """What pip is at, in place on a terminal; elsewhere nothing, so that logs stay short."""
    found = re.match(r"\s*(Collecting|Downloading|Installing collected packages|Building)\s*(\S*)", line)
    if found and sys.stdout.isatty():
        print(f"\r\033[K  {found.group(1)} {found.group(2).rpartition('/')[2][:60]}", end="", flush=True)


def version():
    """Such as 3.11."""
    return ".".join(map(str, sys.version_info[:2]))


def say(text):
    print(text, flush=True)


def stop(what, cure):
    say(f"\n{what}\n{cure}")
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
