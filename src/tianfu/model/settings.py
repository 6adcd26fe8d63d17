"""What an operator may set, read from the environment at the edges (`TIANFU_*`)."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, SecretStr

from .values import Value, Zone

UNSET = "〔部署时填写〕"
CONNECTION = "TIANFU_CONNECTION_"
"""`TIANFU_CONNECTION_<NAME>` is the address of a department's database; `..._<NAME>_FILE` the file that holds it."""


class Settings(Value):
    """One installation. Paths are folders; `database` empty means SQLite in the home folder."""

    home: Path = Path("home")
    data: tuple[Path, ...] = ()
    packs: tuple[Path, ...] = ()
    database: str = ""
    zone: Zone = Zone.internal
    gap: Path | None = Field(default=None, description="folder between the zones: packages of released data lie there")
    auto_release: bool = Field(default=False, description="release each new version of what everybody may read, without being asked")
    platform: str = "天府数据"
    platform_en: str = "Tianfu Public Data Platform"
    owner: str = UNSET
    site_code: str = UNSET
    icp: str = UNSET
    police: str = UNSET
    map_review: str = "〔使用标准地图时填写〕"
    brand: str = Field(default="", description="colour of buttons and links, such as `#1B4F9C`; white text on it needs 4.5:1")
    logo: Path | None = Field(default=None, description="SVG or PNG of at most 100 KB for the header: no script, nothing from elsewhere")
    demo: bool = False
    journal_sync_ms: int = 20
    memory: str = "1GB"
    threads: int = 2
    upload_bytes: int = 512 * 2**20
    connections: Mapping[str, SecretStr] = Field(default={}, description="addresses of databases by the names that sources use")
    connection_files: Mapping[str, Path] = Field(default={}, description="files that hold such an address, as secret mounts do")
    hosts: tuple[str, ...] = Field(default=(), description="host names of the portal, beside addresses and `localhost`")

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """`TIANFU_HOME`, `TIANFU_DATA` (folders or names joined by `:`), ...; unknown names are ignored, values checked."""
        given = {k: environ[f"TIANFU_{k.upper()}"] for k in cls.model_fields if environ.get(f"TIANFU_{k.upper()}")}
        lists = {k: tuple(v.split(":")) for k, v in given.items() if k in ("data", "packs", "hosts")}
        return cls.model_validate(given | lists | _connections(environ))


def _connections(environ: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Addresses, and the files that hold one. A name that ends in `_file` is therefore none of a connection."""
    named = {k.removeprefix(CONNECTION).lower(): v for k, v in environ.items() if k.startswith(CONNECTION) and v}
    files = {k.removesuffix("_file"): v for k, v in named.items() if k.endswith("_file")}
    return {"connections": {k: v for k, v in named.items() if not k.endswith("_file")}, "connection_files": files}
