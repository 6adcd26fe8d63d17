"""docs/reference/settings.md: what an operator may set."""

from tianfu.model import Settings

from .markdown import page as whole
from .markdown import table

NAMED = {"connections": "TIANFU_CONNECTION_<NAME>", "connection_files": "TIANFU_CONNECTION_<NAME>_FILE"}
"""Settings of which there are several, one variable each."""


def page() -> str:
    """Each setting with its variable and default."""
    rows = [
        (f"`{NAMED.get(n, f'TIANFU_{n.upper()}')}`", _type(f.annotation), "" if f.default in ("", {}) else f"`{f.default}`", f.description)
        for n, f in Settings.model_fields.items()
    ]
    return whole(
        "Settings",
        "Read from the environment when a command starts; lists are joined by `:`.",
        table(("variable", "type", "default", ""), rows),
    )


def _type(annotation: object) -> str:
    if "Mapping" in str(annotation):
        return "file" if "Path" in str(annotation) else "secret"
    if "[" in str(annotation):
        return "folders" if "Path" in str(annotation) else "list"
    return getattr(annotation, "__name__", str(annotation))
