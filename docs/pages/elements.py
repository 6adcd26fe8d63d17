"""docs/reference/elements.md: the data elements a column may name, and the code lists behind them."""

from tianfu.standards import code_lists, elements

from .markdown import page as whole
from .markdown import table


def page() -> str:
    """Every element with type, standard, level and checks."""
    rows = [
        (f"`{e.name}`", e.title, e.title_en, e.type + (f", {e.unit}" if e.unit else ""), e.standard, e.level, e.mask, _checks(e))
        for _, e in sorted(elements().items())
    ]
    lists = [(f"`{n}`", c.title, c.title_en, c.standard, len(c.entries)) for n, c in sorted(code_lists().items())]
    return whole(
        "Data elements",
        "A column names one of these as its `element`. The element gives type, unit, normalisation, checks, level (GB/T 43697) and mask.",
        table(("element", "名称", "title", "type", "standard", "level", "mask", "checks"), rows),
        "## Code lists",
        table(("list", "名称", "title", "standard", "codes"), lists),
    )


def _checks(element: object) -> str:
    parts = {n: getattr(element, n) for n in ("check", "codes", "pattern", "low", "high", "max_length")}
    return ", ".join(f"{n} `{v}`" for n, v in parts.items() if v is not None)
