"""The texts that cells of an XLSX file share, each once; rich text is joined, readings of characters left out."""

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from .escapes import unescaped
from .parts import STRING_BYTES, STRING_RATIO, Parts, local, walk
from .pieces import Pieces

SIMPLE = re.compile(rb"<si><t(?: [^<>]*)?>([^<]*)</t></si>")


def shared_strings(parts: Parts, path: str) -> pa.StringArray:
    """All of them, by their number. They grow in one place: put together at the end, they would be held twice."""
    text, ends = bytearray(), [np.zeros(1, np.int32)]
    pieces = Pieces(parts.blocks(path, STRING_BYTES, STRING_RATIO), b"sst", b"si")
    with parts.explained():
        for found in map(_texts, pieces):
            _, offsets, data = found.buffers()
            at = np.frombuffer(offsets, np.int32)[found.offset : found.offset + len(found) + 1] if offsets else np.zeros(1, np.int32)
            if len(found):
                ends.append(at[1:] - at[0] + len(text))
                text += memoryview(data)[at[0] : at[-1]] if data else b""
    every = np.concatenate(ends)
    return pa.Array.from_buffers(pa.string(), len(every) - 1, [None, pa.py_buffer(every), pa.py_buffer(text)])


def _texts(piece: bytes) -> pa.StringArray:
    if b"\r" in piece:
        piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    found = SIMPLE.findall(piece)
    if len(found) == piece.count(b"<si") and b"<!" not in piece:
        texts = pa.array(found, pa.binary()).cast(pa.string())
        return unescaped(texts, entities=b"&" in piece, controls=b"_x" in piece)
    return unescaped(pa.array(list(_rich(piece)), pa.string()), entities=False, controls=b"_x" in piece)


def _rich(piece: bytes) -> Iterator[str]:
    """Of any form."""
    found: list[list[str]] = []
    inside: list[str] = []

    def begin(name: str, _: dict[str, str]) -> None:
        inside.append(local(name))
        if inside[-1] == "si":
            found.append([])

    def text(data: str) -> None:
        if inside[-1] == "t" and "rPh" not in inside:
            found[-1].append(data)

    walk(b"<sst>" + piece + b"</sst>", begin, lambda _: inside.pop(), text)
    return map("".join, found)
