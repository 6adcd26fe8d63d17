"""Serving the portal: the port is asked for first, jobs run in a process beside the web."""

import errno
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tianfu.model import Settings, Text, Zone

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

    from tianfu.web.branding import branded

    branded(settings)  # said here, and not by each of the workers
    tell(os.environ, settings)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that those beside end with this process
    with working_beside(settings):
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
def working_beside(settings: Settings) -> Iterator[None]:
    """A process that runs jobs, refreshes and pushes; in the public zone one that receives. Spawned: deltalake must not be forked."""
    if settings.zone is Zone.public and settings.gap is None:
        yield
        return
    if settings.zone is Zone.public:
        from tianfu.release.worker import receive_beside as target
    else:
        from tianfu.flow.worker import work as target
    process = multiprocessing.get_context("spawn").Process(target=target, args=(os.getpid(),), daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join(10)


def tell(environ: MutableMapping[str, str], settings: Settings) -> None:
    """Puts the settings into the environment in place of others. Addresses of databases stay, but never in the public zone."""
    public = settings.zone is Zone.public
    known = {f"TIANFU_{k.upper()}" for k in Settings.model_fields}
    for name in [n for n in environ if n in known or (public and n.startswith("TIANFU_"))]:
        del environ[name]
    environ.update(as_environ(settings))


def as_environ(settings: Settings) -> dict[str, str]:
    """The settings as environment variables. Addresses of databases are there already and are not written again."""
    told = settings.model_dump(mode="json", exclude={"connections", "connection_files"})
    given = {k: v for k, v in told.items() if v not in ("", [], None)}
    return {f"TIANFU_{k.upper()}": os.pathsep.join(v) if isinstance(v, list) else str(v) for k, v in given.items()}


def address(host: str, port: int) -> str:
    """What a person types into a browser."""
    return f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}/"  # noqa: S104


def said_ready(terminal: "Terminal", host: str, port: int, public: int | None = None) -> None:
    """The address, and how to stop; both addresses where both zones are served."""
    here = address(host, port)
    if public is None:
        terminal.say(Text(zh=f"门户：{here}　（按 Ctrl+C 停止）", en=f"portal: {here}  (Ctrl+C stops it)"))
        return
    there = address(host, public)
    terminal.say(Text(zh=f"内部区（政务网）：{here}", en=f"internal zone (government network): {here}"))
    zh = f"公开区（互联网，只有已开放的数据）：{there}　（按 Ctrl+C 一起停止）"
    terminal.say(Text(zh=zh, en=f"public zone (Internet, released data only): {there}  (Ctrl+C stops both)"))
