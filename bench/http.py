"""Servers started for the measurement on this machine, and what drives them."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Server:
    """How a server is started, and the path that answers once it is ready."""

    command: list[str]
    port: int
    ready: str
    environ: dict[str, str] = field(default_factory=dict)


@contextmanager
def serving(server: Server) -> Iterator[float]:
    """A server of our own, up while the block runs; gives the seconds until it answered."""
    began, silent = time.perf_counter(), subprocess.DEVNULL
    process = subprocess.Popen(server.command, cwd=ROOT, env={**os.environ, **server.environ}, stdout=silent, stderr=silent)
    try:
        yield _wait(process, server.port, server.ready, began)
    finally:
        process.terminate()
        process.wait(10)


def ours(home: Path, packs: Path, port: int) -> Server:
    """The portal on a home folder, as `tianfu up` starts it."""
    environ = {"TIANFU_HOME": str(home), "TIANFU_PACKS": str(packs)}
    return Server([_beside("tianfu"), "up", "--port", str(port)], port, "/healthz", environ)


def datasette(database: Path, port: int) -> Server:
    """Datasette on the same rows."""
    return Server([_beside("datasette"), str(database), "-h", HOST, "-p", str(port)], port, "/-/versions.json")


def bytes_only(body: Path, port: int) -> Server:
    """The limit: the same web server answering the same bytes and nothing else."""
    command = [sys.executable, "-m", "uvicorn", "bench.bytes_only:app", "--host", HOST, "--port", str(port), "--no-access-log"]
    return Server(command, port, "/", {"BENCH_BODY": str(body)})


def get(port: int, path: str) -> bytes:
    """One answer."""
    connection = HTTPConnection(HOST, port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"GET {path} answered {answer.status}: {body[:200]!r}")
    return body


def one_by_one(port: int, paths: list[str]) -> list[float]:
    """Milliseconds of each request, one after the other on one connection."""
    connection, spent = HTTPConnection(HOST, port, timeout=30), []
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        spent.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"GET {path} answered {answer.status}")
    return spent


def driven(port: int, path: str, *, connections: int = 8, seconds: int = 5) -> dict[str, Any]:
    """Requests per second and milliseconds at the 99th percentile: wrk, or our own client where wrk is missing."""
    if shutil.which("wrk"):
        return _wrk(port, path, connections, seconds)
    return asyncio.run(own_client(port, path, connections, seconds))


def _beside(command: str) -> str:
    return str(Path(sys.executable).with_name(command))


def _wrk(port: int, path: str, connections: int, seconds: int) -> dict[str, Any]:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", f"http://{HOST}:{port}{path}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    found = re.search(r"99%\s+([\d.]+)(us|ms|s).*Requests/sec:\s+([\d.]+)", said, re.DOTALL)
    assert found, said
    return {"rate": float(found[3]), "p99_ms": float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]], "client": "wrk"}


async def own_client(port: int, path: str, connections: int, seconds: int) -> dict[str, Any]:
    """The same without wrk; slower, since it is Python."""
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
    until = time.perf_counter() + seconds
    spent: list[float] = []

    async def one() -> None:
        reader, writer = await asyncio.open_connection(HOST, port)
        while time.perf_counter() < until:
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            if b" 200 " not in head.split(b"\r\n")[0] or not length:
                raise RuntimeError(head.decode())
            await reader.readexactly(int(length[1]))
            spent.append((time.perf_counter() - began) * 1000)
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    spent.sort()
    return {"rate": len(spent) / seconds, "p99_ms": spent[int(len(spent) * 0.99)], "client": "own client (slower than wrk)"}


def _wait(process: subprocess.Popen[bytes], port: int, path: str, began: float) -> float:
    while time.perf_counter() - began < 60:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}: {process.args!r}")
        try:
            get(port, path)
        except (ConnectionError, TimeoutError):
            time.sleep(0.02)
        else:
            return time.perf_counter() - began
    raise TimeoutError(f"no answer within 60 s: {process.args!r}")
