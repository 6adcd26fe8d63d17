"""docs/reference/settings.md: what an operator may set."""

from tianfu.model import Settings

from .markdown import page as whole
from .markdown import table


def page() -> str:
    """Each setting with its variable and default."""
    rows = [
        (f"`TIANFU_{n.upper()}`", _type(f.annotation), f"`{f.default}`" if f.default != "" else "", f.description)
        for n, f in Settings.model_fields.items()
    ]
    return whole(
        "Settings",
        "Read from the environment when a command starts; lists are joined by `:`.",
        table(("variable", "type", "default", ""), rows),
    )


def _type(annotation: object) -> str:
    if "[" in str(annotation):
        return "folders" if "Path" in str(annotation) else "list"
    return getattr(annotation, "__name__", str(annotation))
