"""What the figures were measured on and with."""

import os
import platform
from importlib.metadata import version
from pathlib import Path


def machine() -> str:
    """Processor, cores in use, memory and system, in one line."""
    model = _value("/proc/cpuinfo", "model name") or platform.processor() or "unknown processor"
    memory = int((_value("/proc/meminfo", "MemTotal") or "0").split()[0]) // 2**20
    return f"{model}, {len(os.sched_getaffinity(0))} cores, {memory} GiB, {platform.system()} {platform.release()}"


def versions() -> str:
    """Python and the libraries that matter."""
    names = ("duckdb", "deltalake", "pyarrow", "ibis-framework", "fastapi", "uvicorn", "datasette")
    return f"Python {platform.python_version()}, " + ", ".join(f"{n} {version(n)}" for n in names)


def load_now() -> float:
    """Processes waiting for a core, minute mean: figures taken beside other work are noisy."""
    return os.getloadavg()[0]


def _value(path: str, name: str) -> str:
    lines = Path(path).read_text().splitlines() if Path(path).exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
