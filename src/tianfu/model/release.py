"""What leaves the government network: a version of a dataset, frozen under a licence."""

from datetime import datetime

from pydantic import Field

from .values import DatasetId, Name, Value


class Release(Value):
    """A released version: under which licence, since when, which columns and which of them masked, and what was looked at before."""

    dataset: DatasetId
    version: int = Field(ge=1)
    licence: str
    released_at: datetime
    columns: tuple[Name, ...] = Field(description="columns that are shown, masked ones included")
    masks: dict[Name, str] = Field(default_factory=dict, description="column -> its mask")
    grant: str = Field(default="", description="the grant that opens it; empty where it is open unconditionally")
    reviewed: tuple[str, ...] = Field(default=(), description="what was looked at before the release, and held")
    by: str = ""
    reason: str = ""
