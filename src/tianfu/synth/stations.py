"""Monitoring stations: a round of the 21 prefectures, then the next, so that any number of them covers the province."""

import numpy as np

from . import damage
from .chunk import Chunk
from .draw import Draw, span
from .places import area_codes, county_of, prefectures, vocabulary
from .planting import Kind, Plot
from .text import pick, tenths, words

KINDS = (
    Kind("longitude and latitude swapped", "longitude", damage.always("30.6612"), "quarantined", "lat_lon_swapped"),
    Kind("full-width altitude", "altitude", damage.full_width, "accepted"),
)


def codes(count: int) -> list[str]:
    """The codes of the first `count` stations: prefecture and number."""
    return [f"SC{prefectures()[n % 21].code}-{n // 21 + 1:02d}" for n in range(count)]


def rows(seed: int, total: int, start: int, stop: int) -> Chunk:
    """Stations start to stop - 1 of `total`."""
    numbers = span(start, stop)
    prefecture = np.arange(start, stop) % 21
    shift = [Draw(seed, f"stations.{n}").about(numbers, 900) for n in ("longitude", "latitude", "altitude")]
    here = [prefectures()[p] for p in prefecture]
    places = vocabulary()["station_places"]
    kinds = vocabulary()["station_kinds"]
    columns = {
        "station": words(codes(total)[start:stop]),
        "name": words([p.short + places[(n // 21 + n % 21) % len(places)] for p, n in zip(here, range(start, stop), strict=True)]),
        "area": pick(area_codes(), county_of(Draw(seed, "stations.county"), numbers, prefecture)),
        "kind": pick(words(list(kinds)), Draw(seed, "stations.kind").weighted(numbers, [int(w) for w in kinds.values()])),
        "longitude": words([_degrees(p.longitude, d) for p, d in zip(here, shift[0], strict=True)]),
        "latitude": words([_degrees(p.latitude, d) for p, d in zip(here, shift[1], strict=True)]),
        "altitude": pick(tenths(0, 50000), np.array([p.altitude * 10 for p in here]) + np.abs(shift[2]) // 5),
        "opened_on": words([f"{2013 + int(y)}-01-01" for y in Draw(seed, "stations.opened").below(numbers, 10)]),
    }
    return Chunk(columns, Plot(seed, "stations", total, KINDS, every=100).spoil(start, columns))


def _degrees(centre: float, shift: int) -> str:
    return f"{(round(centre * 10000) + int(shift)) / 10000:.4f}"
