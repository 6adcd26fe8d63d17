"""Texts of dates and times into ISO 8601 with the offset that their zone had then. What cannot be read stays, and fails its check."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

MINUTE = r"^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})"
OFFSET = r"[T ].*(Z|[+-]\d{2}(:?\d{2})?)$"
DEFAULTS = ("", "1", "1", "0", "0", "0")
WIDTHS = (4, 2, 2, 2, 2, 2)
AFTER = ("-", "-", "T", ":", ":", "")
PARSED = "%Y-%m-%dT%H:%M:%S"


def instants(parts: Sequence[pa.Array], written: str | None, zone: str) -> pa.Array:
    """One text is read by the strptime format `written`, or as ISO 8601; several are year, month, day, hour, minute, second."""
    if len(parts) > 1:
        return _with_offset(_joined(parts), zone)
    if written is None:
        return _with_offset(parts[0], zone)
    read = pc.strptime(parts[0], format=written, unit="s", error_is_null=True)
    holds = pc.equal(_plain(pc.strftime(read, format=written)), _plain(parts[0]))
    return _with_offset(pc.if_else(pc.coalesce(holds, False), pc.strftime(read, format=PARSED), parts[0]), zone)


def _plain(texts: pa.Array) -> pa.Array:
    """For comparing what was read with what stands there: 30 February is read as 2 March, and 3/1/2026 is written 03/01/2026."""
    return pc.utf8_lower(pc.replace_substring_regex(pc.utf8_trim_whitespace(texts), r"\b0+(\d)", r"\1"))


def _joined(parts: Sequence[pa.Array]) -> pa.Array:
    """`2010-01-02T03:00:00`. A record without any of the parts has no instant."""
    padded = [_padded(p, w) for p, w in zip(parts, WIDTHS, strict=False)]
    rest = [pa.scalar(_constant(d, w)) for d, w in zip(DEFAULTS[len(parts) :], WIDTHS[len(parts) :], strict=True)]
    pieces = [x for pair in zip([*padded, *rest], AFTER, strict=True) for x in pair]
    text = pc.binary_join_element_wise(*pieces, "")
    empty = pc.equal(pc.binary_join_element_wise(*parts, ""), "")
    return pc.if_else(empty, "", text)


def _padded(part: pa.Array, width: int) -> pa.Array:
    return pc.utf8_lpad(pc.utf8_trim_whitespace(part), width=width, padding="0")


def _constant(text: str, width: int) -> str:
    return text.rjust(width, "0")


def _with_offset(texts: pa.Array, zone: str) -> pa.Array:
    """The text with the offset behind it, unless it has one or is no time."""
    minute = pc.extract_regex(texts, pattern=MINUTE.replace("^(", "^(?P<day>").replace("(\\d{2}:", "(?P<time>\\d{2}:"))
    day, time = (pc.struct_field(minute, n) for n in ("day", "time"))
    local = pc.strptime(pc.binary_join_element_wise(day, time, " "), format="%Y-%m-%d %H:%M", unit="s", error_is_null=True)
    offset = pc.if_else(pc.match_substring_regex(texts, OFFSET), None, _offsets(local, zone))
    return pc.coalesce(pc.binary_join_element_wise(pc.replace_substring(texts, " ", "T"), offset, ""), texts)


def _offsets(local: pa.Array, zone: str) -> pa.Array:
    """`+08:00`, by the rules of the zone at that time: in Shanghai +09:00 in the summers of 1986 to 1991."""
    instant = pc.assume_timezone(local, zone, ambiguous="earliest", nonexistent="earliest").cast(pa.timestamp("s", "UTC"))
    seconds = pc.subtract(local.cast(pa.int64()), instant.cast(pa.int64()))
    coded = seconds.dictionary_encode()
    written = [_written(s.as_py()) for s in coded.dictionary]
    return pa.array(written, pa.string()).take(coded.indices)


def _written(seconds: int) -> str:
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}:{minutes:02}"
