"""How values get damaged on their way through offices: each function takes the right text and yields what arrives."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from .codes import ALPHABET, citizen_check

_FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_TRADITIONAL = str.maketrans("张刘陈杨黄吴马罗韩冯邓许谢龙卢贺顾汤钱严", "張劉陳楊黃吳馬羅韓馮鄧許謝龍盧賀顧湯錢嚴")


def full_width(text: str) -> str:
    """Typed with a Chinese input method.

    >>> full_width("51A")
    '５１Ａ'
    """
    return text.translate(_FULL)


def wrong_check(text: str) -> str:
    """The last character replaced by the next one of the alphabet: still a character that may stand there.

    >>> wrong_check("91350100M000100Y43")
    '91350100M000100Y44'
    """
    digits = "0123456789" if text[:-1].isdigit() else ALPHABET
    place = digits.find(text[-1])
    return text[:-1] + digits[(place + 1) % len(digits)]


def wrong_inside(text: str) -> str:
    """A character of the organisation code inside a credit code replaced by the next one: both check characters fail.

    >>> wrong_inside("91350100M000100Y43")
    '91350100M000200Y43'
    """
    place = ALPHABET.find(text[12])
    return text[:12] + ALPHABET[(place + 1) % len(ALPHABET)] + text[13:]


def letter_for_digit(text: str) -> str:
    """The letter O typed for a zero (or I for a one): neither occurs in credit codes.

    >>> letter_for_digit("91510100MA")
    '915I0100MA'
    """
    for digit, letter in (("1", "I"), ("0", "O")):
        if digit in text[2:]:
            place = text.index(digit, 2)
            return text[:place] + letter + text[place + 1 :]
    return "O" + text[1:]


def cut_short(text: str) -> str:
    """The last character lost."""
    return text[:-1]


def fifteen_digits(text: str) -> str:
    """Opened in a spreadsheet, which keeps 15 digits; ids that would still pass the check are left alone.

    >>> fifteen_digits("51996219690207576X")
    '519962196902075000'
    """
    cut = text[:15] + "000"
    return text if citizen_check(cut) == "0" else cut


def scientific(text: str) -> str:
    """A long number as a spreadsheet shows it.

    >>> scientific("519962196902075763")
    '5.19962E+17'
    """
    return f"{text[0]}.{text[1:6]}E+{len(text) - 1}"


def swapped(text: str) -> str:
    """Two neighbours of different value, near the end, change places."""
    for i in range(len(text) - 3, 0, -1):
        if text[i] != text[i + 1]:
            return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    return text


def lower(text: str) -> str:
    """Typed in lower case."""
    return text.lower()


def spaced(text: str) -> str:
    """Written in groups, as on paper.

    >>> spaced("15412345678")
    ' 154 1234 5678'
    """
    return f" {text[:3]} {text[3:7]} {text[7:]}"


def mojibake(text: str) -> str:
    """UTF-8 read as GBK: what cannot be read becomes a replacement character.

    >>> mojibake("成都")
    '鎴愰兘'
    """
    return text.encode("utf-8").decode("gbk", errors="replace")


def traditional(text: str) -> str:
    """The surname in traditional characters, or a space inside names that have none to change."""
    changed = text[:1].translate(_TRADITIONAL) + text[1:]
    return changed if changed != text else f"{text[:1]} {text[1:]}"


def other_form(text: str) -> str:
    """The same firm with its legal form written otherwise.

    >>> other_form("成都霁岚科技有限公司")
    '成都霁岚科技有限责任公司'
    """
    if text.endswith("有限责任公司"):
        return text.removesuffix("有限责任公司") + "有限公司"
    return text.removesuffix("有限公司") + "有限责任公司" if text.endswith("有限公司") else f"{text}（变更）"


def bracketed(text: str) -> str:
    """The region in brackets behind the brand, half-width as some systems write it.

    >>> bracketed("成都霁岚科技有限公司")
    '霁岚科技(成都)有限公司'
    """
    region, rest = (text[:3], text[3:]) if text.startswith("攀枝花") else (text[:2], text[2:])
    form = next((f for f in ("股份有限公司", "有限责任公司", "有限公司") if rest.endswith(f)), "")
    return f"{rest.removesuffix(form)}({region}){form}"


def day_first(text: str) -> str:
    """A date written day, month, year.

    >>> day_first("2026-11-22")
    '22/11/2026'
    """
    return "/".join(reversed(text.split("-")))


def month_out_of_range(text: str) -> str:
    """Day and month swapped where the day cannot be a month.

    >>> month_out_of_range("2026-11-05")
    '2026-25-11'
    """
    year, month, day = text.split("-")
    return f"{year}-{int(day) + 20 if int(day) <= 12 else day}-{month}"


def slashes(text: str) -> str:
    """A date as Chinese spreadsheets show it.

    >>> slashes("2026-03-01")
    '2026/3/1'
    """
    year, month, day = text.split("-")
    return f"{year}/{int(month)}/{int(day)}"


def impossible_day(text: str) -> str:
    """30 February."""
    return text[:4] + "-02-30"


def thousands(text: str) -> str:
    """An amount with separators.

    >>> thousands("1234567.89")
    '1,234,567.89'
    """
    return f"{int(text.partition('.')[0]):,}.{text.partition('.')[2]}"


def with_unit(text: str) -> str:
    """An amount with its unit inside the cell.

    >>> with_unit("5000000.00")
    '500万元'
    """
    return f"{int(text.partition('.')[0]) // 10000}万元"


def lost_zero(text: str) -> str:
    """Leading zeros lost in a spreadsheet.

    >>> lost_zero("0111")
    '111'
    """
    return text.lstrip("0")


def earlier(text: str) -> str:
    """Four years before: a day that exists in both years, leap days too.

    >>> earlier("2000-02-29")
    '1996-02-29'
    """
    return f"{int(text[:4]) - 4}{text[4:]}"


def serial_date(text: str) -> str:
    """The day number that a spreadsheet keeps behind a date.

    >>> serial_date("2023-11-01")
    '45231'
    """
    return str((date.fromisoformat(text) - date(1899, 12, 30)).days)


def hour_before(text: str) -> str:
    """A record that carries the time of the one before.

    >>> hour_before("2026-03-01 00:00")
    '2026-02-28 23:00'
    """
    return (datetime.fromisoformat(text) - timedelta(hours=1)).isoformat(" ", "minutes")


def always(written: str) -> Callable[[str], str]:
    """The same text whatever was right."""
    return lambda _: written


def among(table: Mapping[str, str]) -> Callable[[str], str]:
    """The text that a table gives for the right one; what it does not name stays."""
    return lambda text: table.get(text, text)
