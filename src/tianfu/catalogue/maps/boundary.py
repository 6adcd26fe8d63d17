"""Boundaries that an operator has installed: who made them, when, under which approval (审图号), and the outline of each prefecture."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, field_validator

from tianfu.model import Text
from tianfu.model.values import Value

REVIEW = re.compile(r"[\w一-鿿]{1,8}[（(\[【〔]\d{4}[）)\]】〕]\d{1,6}号")
SAMPLE = Text(zh="边界为开发样例，未经审图，不得公开发布", en="Sample boundaries, not approved for publication: for development only")
Ring: TypeAlias = NDArray[np.float64]


class About(Value):
    """What `pack.yaml` says."""

    title: str = Field(min_length=1, max_length=100)
    source: str = Field(min_length=1, max_length=200, description="who made the boundaries, where they are from")
    date: date
    review: str = Field(default="", max_length=40, description="the approval, such as GS川（2024）123号; without it: development only")
    licence: str = Field(min_length=1, max_length=100)
    datum: Literal["CGCS2000", "WGS84"]

    @field_validator("review")
    @classmethod
    def _is_approval(cls, value: str) -> str:
        if value and not REVIEW.fullmatch(value):
            raise ValueError("is no approval number: expected one such as GS川（2024）123号, or leave it out")
        return value


@dataclass(frozen=True, eq=False)
class Boundary:
    """A pack as it was read. `areas` has for each prefecture its rings of (longitude, latitude), outer and inner alike."""

    name: str
    about: About
    areas: Mapping[str, tuple[Ring, ...]]

    @property
    def datum(self) -> str:
        return self.about.datum

    @property
    def approved(self) -> bool:
        return bool(self.about.review)

    @property
    def said(self) -> Text:
        """What stands below every map that is drawn with it."""
        about = self.about
        if not self.approved:
            return Text(
                zh=f"{SAMPLE.zh}。边界来源：{about.source}，{about.date}", en=f"{SAMPLE.en}. Boundaries: {about.source}, {about.date}"
            )
        return Text(
            zh=f"审图号：{about.review}。边界来源：{about.source}，{about.date}",
            en=f"Map approval (审图号): {about.review}. Boundaries: {about.source}, {about.date}",
        )
