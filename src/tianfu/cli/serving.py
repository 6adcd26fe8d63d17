"""Serving the portal: the port is asked for first, jobs run in a process beside the web."""

import errno
import multiprocessing
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tianfu.model import Settings, Text

if TYPE_CHECKING:
    from tianfu.model import Terminal


class PortTaken(OSError):
    """Another program listens on the port. Stop it, or name another port."""

    def __init__(self, host: str, port: int) -> None:
        self.text = Text(
            zh=f"端口 {host}:{port} 已被别的程序占用：请停止它，或用 --port {port + 1} 另选一个",
            en=f"another program listens on {host}:{port}: stop it, or choose another with --port {port + 1}",
        )
        super().__init__(self.text.en)


def check_port(host: str, port: int) -> None:
    """PortTaken, before anything takes long."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken(host, port) from error
            raise


def serve(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Serves until it is stopped. Workers are processes of their own; they find the settings in the environment."""
    import uvicorn

    os.environ.update(as_environ(settings))
    with working_beside():
        options: dict[str, Any] = {"host": host, "port": port, "log_level": "warning", "access_log": False, "server_header": False}
        if workers > 1:
            uvicorn.run("tianfu.cli.serving:application", factory=True, workers=workers, **options)
        else:
            uvicorn.run(application(), **options)


def application() -> Any:
    """The portal of the settings in the environment."""
    from tianfu.web.app import create

    return create(Settings.from_environ(os.environ))


@contextmanager
def working_beside() -> Iterator[None]:
    """A process that runs jobs and refreshes what is due. Spawned: deltalake must not be forked."""
    from tianfu.flow.worker import work

    process = multiprocessing.get_context("spawn").Process(target=work, args=(os.getpid(),), daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join(10)


def as_environ(settings: Settings) -> dict[str, str]:
    """The settings as environment variables. Addresses of databases are there already and are not written again."""
    told = settings.model_dump(mode="json", exclude={"connections", "connection_files"})
    given = {k: v for k, v in told.items() if v not in ("", [], None)}
    return {f"TIANFU_{k.upper()}": os.pathsep.join(v) if isinstance(v, list) else str(v) for k, v in given.items()}


def address(host: str, port: int) -> str:
    """What a person types into a browser."""
    return f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}/"  # noqa: S104


def said_ready(terminal: "Terminal", host: str, port: int) -> None:
    """The address, and how to stop."""
    here = address(host, port)
    terminal.say(Text(zh=f"门户：{here}　（按 Ctrl+C 停止）", en=f"portal: {here}  (Ctrl+C stops it)"))
