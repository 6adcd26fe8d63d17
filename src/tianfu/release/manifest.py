"""What a package says of itself: the one thing that is signed. Everything the public zone will know of a dataset stands in it."""

from datetime import datetime
from hashlib import sha256
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from tianfu.catalogue.entries.public_face import EntryId, PublicEntry
from tianfu.model import Dataset, Grant, Name, Release, Value, Version
from tianfu.model.values import DatasetId

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
MANIFEST, SIGNATURE, ROWS = "manifest.json", "manifest.sig", "rows.parquet"
KINDS = Literal["version", "words", "withdrawal", "entries"]
ENTRIES_MOST, GONE_MOST = 500, 10_000
"""So many entries in one package."""
PAGES_MOST, PAGES_BYTES = 40, 2 * 2**20
"""So many pages of a pack, and so much of them, travel with its words."""
PageName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}(\.en)?$")]
PageText = Annotated[str, StringConstraints(max_length=100_000)]


class PackFacts(Value):
    """What pages show of the pack that a dataset belongs to."""

    title: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    theme: str = ""
    icon: str = "database"
    items: tuple[int, ...] = ()
    stewards: tuple[str, ...] = ()
    pages: dict[PageName, PageText] = Field(
        default={}, max_length=PAGES_MOST, description="cut to what is open; with one dataset of a pack"
    )


class PackedFile(Value):
    """The rows: how large, which content, how many, and as which Arrow types the columns come."""

    name: Literal["rows.parquet"]
    sha256: Digest
    bytes: int = Field(ge=1)
    rows: int = Field(ge=0)
    types: dict[Name, str]


class Released(Value):
    """A dataset as the public may know it."""

    dataset: Dataset
    pack: PackFacts
    version: Version
    release: Release
    grant: Grant | None = None
    inputs: tuple[DatasetId, ...] = Field(default=(), description="released datasets that it is computed from")
    rows_chosen: str = Field(default="", description="tells which rows the grant covers; empty: all")


class Documents(Value):
    """What other rooms have published: catalogue entries, those that are there and those that are gone."""

    entries: tuple[PublicEntry, ...] = Field(default=(), max_length=ENTRIES_MOST)
    entries_gone: tuple[EntryId, ...] = Field(default=(), max_length=GONE_MOST)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [*(e.entry.id for e in self.entries), *self.entries_gone]
        if len(ids) != len(set(ids)):
            raise ValueError("an entry stands in it twice")
        return self


class Manifest(Value):
    """`previous` is the hash of the package before: a gap, a replay or a fork in the chain is seen.

    `words` changes what is said of rows that are there already; `fresh` asks to forget what was received of the dataset before.
    """

    format: Literal[1] = 1
    installation: str = Field(pattern=r"^[0-9a-f]{32}$")
    sequence: int = Field(ge=1)
    previous: Digest | Literal[""] = ""
    made_at: datetime
    kind: KINDS
    dataset: DatasetId | Literal[""] = Field(description="empty: of no dataset, as entries are")
    released: Released | None = None
    file: PackedFile | None = None
    fresh: bool = False
    documents: Documents = Documents()

    @property
    def run(self) -> str:
        """What the version's record names as its run."""
        return f"package-{self.sequence}"


def stub(manifest: Manifest) -> Manifest:
    """The manifest as it stays on record: documents, which may be many, are on the way or in tables of their own."""
    return manifest.model_copy(update={"documents": Documents()})


def written(manifest: Manifest) -> bytes:
    """The bytes that are signed."""
    return manifest.model_dump_json().encode()


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def package_name(sequence: int, manifest_hash: str) -> str:
    """The folder of a package; names sort as packages follow each other."""
    return f"{sequence:08}-{manifest_hash[:12]}"
