"""What stands for characters in the XML of spreadsheets."""

import re

import pyarrow as pa
import pyarrow.compute as pc

ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));")
NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(texts: pa.StringArray, *, entities: bool, controls: bool) -> pa.StringArray:
    """Texts without entities (`&amp;`) and without the spreadsheet's own way to write control characters (`_x000D_`)."""
    for are_there, sign, pattern, put in ((entities, "&", ENTITY, _entity), (controls, "_x", ESCAPED, _control)):
        if are_there:
            found = pc.match_substring(texts, sign)
            if pc.any(found).as_py():
                changed = [pattern.sub(put, t) for t in texts.filter(found).to_pylist()]
                texts = pc.replace_with_mask(texts, found, pa.array(changed, pa.string()))
    return texts


def _entity(found: re.Match[str]) -> str:
    if found[3]:
        return NAMED[found[3]]
    code = int(found[1], 16) if found[1] else int(found[2])
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        raise ValueError(f"{found[0]} is no character")
    return chr(code)


def _control(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code < 0xE000 else chr(code)
