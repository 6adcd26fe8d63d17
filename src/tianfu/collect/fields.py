"""The names of a file's fields, and whether all are there that the declaration reads."""

from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches

from tianfu.model import Collected, Constant, Dataset, Instant, Split, Unpivot

from .failures import MissingFields

RECORD = "_record"
SEPARATORS = {"\t": "\\t", ";": ";", "|": "|", ",": ",", "，": "，"}


def wanted(dataset: Dataset, source: Collected) -> tuple[str, ...]:
    """The fields that the file or table must have: what shapes read, and what columns read that no shape makes."""
    made: set[str] = set()
    names: list[str] = []
    for shape in source.shape:
        names += [n for n in _read(shape) if n not in made]
        made |= set(_made(shape))
    names += [c.field for c in dataset.columns if c.field not in made]
    return tuple(dict.fromkeys(names))


def field_names(header: Sequence[str], wanted: Sequence[str], name: str) -> list[str]:
    """A name for every field, no two alike even to engines that ignore case; MissingFields when a wanted one is missing or there twice."""
    cleaned = [cell.strip().strip("\ufeff\0").strip() for cell in header]
    if missing := [w for w in wanted if w not in cleaned]:
        raise missing_fields(missing, cleaned, name)
    counts = Counter(n.casefold() for n in cleaned)
    if twice := [w for w in wanted if counts[w.casefold()] > 1]:
        raise _twice(twice, name)
    return _distinct(cleaned)


def _distinct(names: Sequence[str]) -> list[str]:
    """Later ones of the same name, which nobody reads, get a number; nameless ones their place."""
    counts = Counter(n.casefold() for n in names)
    taken = {n for n, times in counts.items() if times == 1} | {RECORD}
    result = []
    for place, name in enumerate(names, 1):
        plain = name or f"field{place}"
        free = plain if name and counts[name.casefold()] == 1 and name.casefold() != RECORD else _free(plain, taken)
        taken.add(free.casefold())
        result.append(free)
    return result


def _free(name: str, taken: set[str]) -> str:
    number = 1
    candidate = name
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{name}_{number}"
    return candidate


def _read(shape: Instant | Unpivot | Constant | Split) -> tuple[str, ...]:
    match shape:
        case Instant():
            return shape.fields
        case Unpivot():
            return tuple(shape.columns)
        case Split():
            return (shape.field,)
        case Constant():
            return ()


def _made(shape: Instant | Unpivot | Constant | Split) -> tuple[str, ...]:
    match shape:
        case Instant() | Constant():
            return (shape.into,)
        case Unpivot():
            return (shape.name, shape.value)
        case Split():
            return shape.into


def missing_fields(missing: Sequence[str], header: Sequence[str], name: str) -> MissingFields:
    """What is missing, what may be meant, and what the file has."""
    near = {m: close[0] for m in missing if (close := get_close_matches(m, [h for h in header if h], 1))}
    zh = "、".join(f"“{m}”" + (f"（是否为“{near[m]}”？）" if m in near else "") for m in missing)
    en = ", ".join(f"'{m}'" + (f" (did you mean '{near[m]}'?)" if m in near else "") for m in missing)
    hint_zh, hint_en = _hint(header)
    shown = "、".join(h or "（空）" for h in header[:30])
    return MissingFields(
        f"“{name}”缺少字段 {zh}。文件中的字段：{shown}。{hint_zh}请改正文件的表头，或在声明中用 from_field 写明文件里的名称。",
        f"'{name}' has no field {en}. It has: {', '.join(h or '(none)' for h in header[:30])}. {hint_en}"
        "Mend the header, or declare the file's name of it as 'from_field'.",
    )


def _hint(header: Sequence[str]) -> tuple[str, str]:
    """A header in one piece was probably cut at the wrong character."""
    sign = next((s for s in SEPARATORS if s in header[0]), None) if len(header) == 1 else None
    if sign is None:
        return "", ""
    written = SEPARATORS[sign]
    return f"文件看来以“{written}”分隔，请在声明的 dialect 中写明 delimiter。", f"It looks delimited by '{written}': declare 'delimiter'. "


def _twice(names: Sequence[str], name: str) -> MissingFields:
    return MissingFields(
        f"“{name}”的表头中字段 {'、'.join(f'“{n}”' for n in names)} 出现不止一次，无法确定用哪一列。请改正表头。",
        f"'{name}' has the field {', '.join(repr(n) for n in names)} more than once, and which one counts is unknown. Mend the header.",
    )
