"""Which language a reader gets: asked for, else by the environment, else Chinese."""

import os
from typing import Literal

Language = Literal["zh", "en"]


def language(asked: str | None = None) -> Language:
    """`--lang` decides, then TIANFU_LANG, LC_ALL, LC_MESSAGES and LANG; Chinese unless one of them says English."""
    for said in (asked, *(os.environ.get(n) for n in ("TIANFU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))):
        if said:
            return "en" if said.lower().startswith("en") else "zh"
    return "zh"
