"""The base of every declared value, and the small closed word lists that values use."""

from enum import Enum, StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class Value(BaseModel):
    """A frozen value; a key it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
"""Lower snake case English: columns, datasets, packs."""

DatasetId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}\.[a-z][a-z0-9_]{0,126}$")]
"""`pack.name`: the path of the declaration."""


class Text(Value):
    """A sentence for people, Chinese first."""

    zh: str
    en: str = ""

    def __str__(self) -> str:
        return self.zh


class Channel(StrEnum):
    """The five channels of gathering (policy item 10), and what the platform computes itself."""

    administrative = "administrative"
    web = "web"
    upload = "upload"
    purchase = "purchase"
    sensor = "sensor"
    derived = "derived"


class Refresh(StrEnum):
    """Update cycle (更新周期) of the national catalogue guide, 发改高技〔2017〕1272号."""

    realtime = "realtime"
    hourly = "hourly"
    daily = "daily"
    weekly = "weekly"
    monthly = "monthly"
    quarterly = "quarterly"
    half_yearly = "half_yearly"
    yearly = "yearly"
    irregular = "irregular"


class Access(StrEnum):
    """无条件 / 有条件 / 不予: one word for each of the three doors."""

    always = "always"
    on_request = "on_request"
    never = "never"


class Mode(Enum):
    """What a load does to the rows that are already there."""

    replace = "replace"
    append = "append"
    upsert = "upsert"
    """rows whose key is there take the place of the old ones, others are added"""


class Act(StrEnum):
    """What made a version: a load, or one of the things done to a table afterwards."""

    load = "load"
    delete = "delete"
    restore = "restore"


class Severity(StrEnum):
    """What a failed check does to its row."""

    quarantine = "quarantine"
    flag = "flag"


class Dimension(StrEnum):
    """The six quality dimensions of GB/T 36344-2018."""

    normativity = "normativity"
    completeness = "completeness"
    accuracy = "accuracy"
    consistency = "consistency"
    timeliness = "timeliness"
    accessibility = "accessibility"


class Zone(StrEnum):
    """Government network or Internet: separate processes with separate stores."""

    internal = "internal"
    public = "public"
