"""Database servers of the system, started in a folder of their own on a free port of the loopback, and stopped by their process."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "geheim-7Kq"
BEGINS_SECONDS = 30


@dataclass
class Server:
    """A running server: its process, and how its own client runs statements as the administrator."""

    kind: str
    port: int
    process: "subprocess.Popen[bytes]"
    client: tuple[str, ...]

    def run(self, statements: str) -> str:
        """What the client prints; the first statement that fails ends the test."""
        done = subprocess.run(self.client, input=statements.encode(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def url(self, user: str = "reader", password: str = PASSWORD, database: str = "credit") -> str:
        return f"{self.kind}://{user}:{password}@127.0.0.1:{self.port}/{database}"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def postgresql() -> Iterator[Server]:
    """PostgreSQL refuses to run as root: it runs as the account that came with it."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"))
    with _folder("postgres") as (folder, account):
        (folder / "password").write_text(PASSWORD)
        shutil.chown(folder / "password", *([account] if account else [os.getuid()]))
        initial = [binaries / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "scram-sha-256", "-N", "-E", "UTF8", "--locale=C"]
        subprocess.run(_as(account, *initial, f"--pwfile={folder / 'password'}"), check=True, capture_output=True, cwd=folder)
        port = free_port()
        quick = [x for o in ("fsync=off", "jit=off", "timezone=America/New_York", "autovacuum=off") for x in ("-c", o)]
        command = _as(account, binaries / "postgres", "-D", folder / "data", "-p", port, "-h", "127.0.0.1", "-k", folder, *quick)
        client = (str(binaries / "psql"), "-v", "ON_ERROR_STOP=1", "-qAt", f"postgresql://postgres:{PASSWORD}@127.0.0.1:{port}/postgres")
        with _running(command, folder) as process:
            server = Server("postgresql", port, process, client)
            _answers(server, "SELECT 1")
            server.run(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'; CREATE DATABASE credit;")
            server.client = (*client[:-1], client[-1].replace("/postgres", "/credit").replace("/credit:", "/postgres:"))
            yield server


@contextmanager
def mariadb() -> Iterator[Server]:
    with _folder("mysql") as (folder, account):
        install = ["mariadb-install-db", "--no-defaults", f"--datadir={folder / 'data'}", "--auth-root-authentication-method=normal"]
        subprocess.run(_as(account, *install, "--skip-test-db"), check=True, capture_output=True, cwd=folder)
        port, at = free_port(), folder / "s"
        options = ["--bind-address=127.0.0.1", f"--pid-file={folder / 'pid'}", "--innodb-flush-log-at-trx-commit=0"]
        options += ["--skip-log-bin", "--default-time-zone=+02:00", "--innodb-buffer-pool-size=64M", "--skip-name-resolve"]
        places = [f"--datadir={folder / 'data'}", f"--port={port}", f"--socket={at}"]
        command = _as(account, "/usr/sbin/mariadbd", "--no-defaults", *places, *options)
        client = ("mariadb", "--no-defaults", "-N", "--default-character-set=utf8mb4", f"--socket={at}", "-uroot")
        with _running(command, folder) as process:
            server = Server("mysql", port, process, client)
            _answers(server, "SELECT 1")
            server.run(f"CREATE DATABASE credit CHARACTER SET utf8mb4; CREATE USER reader@'%' IDENTIFIED BY '{PASSWORD}';")
            server.run("GRANT SELECT ON credit.* TO reader@'%';")
            server.client = (*client, "credit")
            yield server


@contextmanager
def _folder(account: str) -> Iterator[tuple[Path, str]]:
    """A short path, as sockets need it, owned by the server's account when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="tianfu-"))
    name = account if os.getuid() == 0 else ""
    if name:
        shutil.chown(folder, name)
    try:
        yield folder, name
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as(account: str, *command: object) -> list[str]:
    """The command as that account; the process that is started stays the one that is stopped."""
    change = ["setpriv", f"--reuid={account}", f"--regid={account}", "--init-groups"] if account else []
    return [*change, *map(str, command)]


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder)
        try:
            yield process
        finally:
            process.kill()
            process.wait(10)


def _answers(server: Server, statement: str) -> None:
    until = time.monotonic() + BEGINS_SECONDS
    while subprocess.run(server.client, input=statement.encode(), capture_output=True, check=False).returncode:
        assert server.process.poll() is None, f"{server.kind} ended"
        assert time.monotonic() < until, f"{server.kind} does not answer"
        time.sleep(0.1)
