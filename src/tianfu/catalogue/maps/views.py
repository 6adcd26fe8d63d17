"""A map as a page shows it, as plain values."""

from dataclasses import dataclass
from datetime import datetime

from tianfu.catalogue.views import NO_TEXT, Link
from tianfu.model import Text


@dataclass(frozen=True, slots=True)
class MapArea:
    """An area with its value; None is no data and is drawn as such. `step` 1 to 5 is its class, 0 without a value.

    `rows` is how many records the value is of; `href` narrows the dataset to the area.
    """

    code: str
    name: Text
    column: int
    row: int
    value: float | None
    shown: str
    step: int
    href: str
    rows: int = 0


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A record that has a place, in degrees."""

    name: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class MapView:
    """A value per area, or points. `boundary` is the approval (审图号) and source of the boundaries drawn in `svg`.

    Without `svg` the tile grid is drawn. `datum` names what coordinates refer to; `pairs` are the map and its conditions in an address.
    """

    id: str
    title: Text
    measure: Text
    unit: Text
    areas: tuple[MapArea, ...]
    classes: tuple[str, ...]
    dataset: Link
    steward: Text
    version: int
    as_of: datetime
    conditions: tuple[Text, ...]
    page: str
    embed: str
    as_svg: str
    as_csv: str
    as_json: str
    boundary: Text | None = None
    svg: Text | None = None
    note: Text = NO_TEXT
    problem: Text | None = None
    points: tuple[MapPoint, ...] = ()
    datum: str = ""
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def drawn(self) -> bool:
        """Whether there is anything to look at."""
        return self.problem is None and bool(self.areas or self.points)
