"""Which process did something, written so that one can tell later whether it still lives."""

import os
import socket
from functools import cache
from pathlib import Path


@cache
def _host() -> str:
    return socket.gethostname()


def this_process() -> str:
    """`host:pid:start`: a process number alone may have been given to another process since."""
    return f"{_host()}:{os.getpid()}:{_start(os.getpid())}"


def is_alive(process: str) -> bool:
    """Whether that process still runs. Of another machine nothing is known: then it counts as alive."""
    host, pid, start = process.rsplit(":", 2)
    return host != _host() or _start(int(pid)) == start


def _start(pid: int) -> str:
    """When the process began, in ticks since boot; empty if there is none."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return "" if not _answers(pid) else "?"
    fields = status.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]


def _answers(pid: int) -> bool:
    """For systems without /proc."""
    if Path("/proc/self").exists():
        return False
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
