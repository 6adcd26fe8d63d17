"""What an operator may set, read from the environment at the edges (`TIANFU_*`)."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from .values import Value, Zone

UNSET = "〔部署时填写〕"


class Settings(Value):
    """One installation. Paths are folders; `database` empty means SQLite in the home folder."""

    home: Path = Path("home")
    data: tuple[Path, ...] = ()
    packs: tuple[Path, ...] = ()
    database: str = ""
    zone: Zone = Zone.internal
    platform: str = "天府数据"
    platform_en: str = "Tianfu Public Data Platform"
    owner: str = UNSET
    site_code: str = UNSET
    icp: str = UNSET
    police: str = UNSET
    map_review: str = "〔使用标准地图时填写〕"
    demo: bool = False
    journal_sync_ms: int = 20
    memory: str = "1GB"
    threads: int = 2
    upload_bytes: int = 512 * 2**20
    hosts: tuple[str, ...] = Field(default=(), description="host names of the portal, beside addresses and `localhost`")

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """`TIANFU_HOME`, `TIANFU_DATA` (folders or names joined by `:`), ...; unknown names are ignored, values checked."""
        given = {k: environ[f"TIANFU_{k.upper()}"] for k in cls.model_fields if environ.get(f"TIANFU_{k.upper()}")}
        lists = {k: tuple(v.split(":")) for k, v in given.items() if k in ("data", "packs", "hosts")}
        return cls.model_validate(given | lists)
