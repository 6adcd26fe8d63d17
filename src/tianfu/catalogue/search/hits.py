"""A hit as bytes, the way the index keeps it and machines get it."""

from datetime import datetime
from typing import Any

import orjson

from tianfu.model import Text

from .found import Hit

TEXTS = ("title", "summary")


def packed(hit: Hit) -> bytes:
    """The hit as JSON."""
    return orjson.dumps({n: getattr(hit, n) for n in Hit.__slots__} | {n: _pair(getattr(hit, n)) for n in TEXTS})


def unpacked(content: bytes) -> Hit:
    """The hit again."""
    facts: dict[str, Any] = orjson.loads(content)
    at = facts["updated_at"]
    texts = {n: Text(zh=facts[n][0], en=facts[n][1]) for n in TEXTS}
    return Hit(**facts | texts | {"updated_at": datetime.fromisoformat(at) if at else None})


def _pair(text: Text) -> tuple[str, str]:
    return text.zh, text.en
