"""The operator's connections by their names. An address is a secret: it goes to the reading process and nowhere else."""

import re
import socket
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from tianfu.model import Settings

from .failures import UnknownConnection, UnreachableDatabase

Kind = Literal["postgresql", "mysql", "sqlite"]
KINDS: dict[str, Kind] = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
    "sqlite": "sqlite",
}
PORTS = {"postgresql": 5432, "mysql": 3306}
REACHED_SECONDS = 10.0
HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class Connection:
    """A database of a department. Its representation and its errors never hold the address."""

    name: str
    kind: Kind
    url: str = field(repr=False)

    @property
    def path(self) -> Path:
        """The file of an SQLite database: `sqlite:///folder/file`, absolute."""
        return Path("/" + unquote(urlsplit(self.url).path).lstrip("/"))

    @property
    def driver_url(self) -> str:
        """As the driver takes it. SQLite is opened through a URI whose signs are coded: only so is `mode=ro` heard."""
        if self.kind == "sqlite":
            return f"sqlite://file%3A{quote(str(self.path))}%3Fmode=ro"
        return urlunsplit(urlsplit(self.url)._replace(scheme=self.kind))

    def reached(self) -> None:
        """UnreachableDatabase unless something listens there: the driver would try for half a minute, and with the password each time."""
        if self.kind == "sqlite":
            if not self.path.is_file():
                raise _unreachable(self.name, "文件不存在", "its file is not there")
            return
        where = urlsplit(self.url)
        try:
            socket.create_connection((where.hostname or "127.0.0.1", where.port or PORTS[self.kind]), REACHED_SECONDS).close()
        except OSError as error:
            said = type(error).__name__
            raise _unreachable(self.name, f"服务器没有应答，{said}", f"its server does not answer, {said}") from None

    def hushed(self, text: str) -> str:
        """The text without any part of the address that is nobody's business."""
        parts, path = urlsplit(self.url), str(self.path) if self.kind == "sqlite" else ""
        secrets = [self.url, self.driver_url, parts.password, parts.username, parts.hostname, path]
        for secret in sorted({x for s in secrets if s for x in (s, unquote(s))}, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", HIDDEN, text)
        return text


def connection(settings: Settings, name: str) -> Connection:
    """The connection of that name; UnknownConnection says which variable to set."""
    url = _url(settings, name)
    try:
        parts = urlsplit(url)
        kind = _kind(parts)
    except ValueError:
        kind = None
    if kind is None:
        raise UnknownConnection(
            f"环境变量 {_variable(name)} 不是可用的数据库地址，应为 postgresql://…、mysql://… 或 sqlite:///绝对路径。请管理员改正。",
            f"{_variable(name)} is no address of a database: postgresql://..., mysql://... or sqlite:///path. Ask the operator.",
        )
    return Connection(name, kind, url)


def _kind(parts: SplitResult) -> Kind | None:
    kind = KINDS.get(parts.scheme)
    usable = parts.path.strip("/") and (kind == "sqlite" or (parts.hostname and parts.port != 0))
    return kind if usable else None


def _url(settings: Settings, name: str) -> str:
    if name in settings.connections:
        return settings.connections[name].get_secret_value().strip()
    if name in settings.connection_files:
        return _held(settings.connection_files[name], name)
    near = get_close_matches(name, [*settings.connections, *settings.connection_files], 1)
    raise UnknownConnection(
        f"没有配置数据库连接“{name}”{f'（已配置的有“{near[0]}”）' if near else ''}。请管理员设置环境变量 {_variable(name)}，"
        f"或用 {_variable(name)}_FILE 指明保存地址的文件。",
        f"there is no connection '{name}'{f'; did you mean {near[0]!r}?' if near else ''}. The operator sets {_variable(name)}, "
        f"or {_variable(name)}_FILE to a file that holds the address.",
    )


def _held(file: Path, name: str) -> str:
    """Read anew each time: a secret may be changed while the platform runs."""
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise UnknownConnection(
            f"{_variable(name)}_FILE 指明的文件不能读取。请管理员核对路径和权限。",
            f"the file that {_variable(name)}_FILE names cannot be read. Ask the operator to check its path and permissions.",
        ) from None


def _variable(name: str) -> str:
    return f"TIANFU_CONNECTION_{name.upper()}"


def _unreachable(name: str, zh: str, en: str) -> UnreachableDatabase:
    return UnreachableDatabase(
        f"连接不上数据库“{name}”（{zh}）。没有装载任何数据，稍后会自动重试；请核对数据库是否运行、网络是否连通。",
        f"the database '{name}' cannot be reached ({en}). Nothing was loaded and it is tried again; check that it runs and the network.",
    )
