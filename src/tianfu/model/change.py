"""How a declaration differs from the one before, and what that means for those who read the data."""

from typing import Literal

from .values import Text, Value

Effect = Literal["none", "backward", "breaking"]
"""none: nobody notices; backward: what worked before still works; breaking: programs and people have to look again."""

Kind = Literal[
    "added", "removed", "renamed", "widened", "narrowed", "meaning", "unit", "codes", "required", "optional",
    "level_raised", "level_lowered", "key", "rules",
]  # fmt: skip


class Change(Value):
    """One difference. `column` is its name now, or as it was where it is gone."""

    kind: Kind
    column: str = ""
    effect: Effect
    text: Text
