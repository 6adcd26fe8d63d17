"""What a cell says, as a file of text would."""

from datetime import date, datetime, time


def as_text(value: object) -> str:
    """A cell as the file would say it.

    >>> as_text(12.0), as_text(datetime(2024, 3, 1)), as_text(True), as_text(None), as_text(" 510100")
    ('12', '2024-03-01', '是', '', '510100')
    """
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float():
            return f"{value:.15g}" if abs(value) < 1e15 else f"{value:.0f}"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
    return str(value).strip()
