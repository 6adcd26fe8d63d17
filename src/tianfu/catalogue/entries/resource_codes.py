"""Resource codes (信息资源代码): 类 1 digit, 项 2, 目 3, 细目 of any length, and a sequence; and the credit codes of providers.

发改高技〔2017〕1272号: the front part is the classification, the back part the sequence number. A sequence is issued once and never again,
also when its entry is withdrawn; it goes up by one, so nothing is left out either.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from tianfu.model import Text

from .failures import CodeTaken
from .tables import codes

if TYPE_CHECKING:
    from tianfu.model.entry import Category

LOCK = "entry-codes"
WAIT_SECONDS = 20.0
DETAIL_MARK = "/"
"""Stands between classification and sequence, so that a detail of any length can be told from the sequence."""
SEQUENCE, LONGEST = 6, 9
"""Digits at least, longer ones follow where a class is that full; and at most."""
CLASSES = {
    "1": Text(zh="基础信息资源", en="Basic resources"),
    "2": Text(zh="主题信息资源", en="Theme resources"),
    "3": Text(zh="部门信息资源", en="Department resources"),
}
CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def front(category: "Category") -> str:
    """The classification as the code begins with it.

    >>> front(("3", "07", "012", "04"))
    '30701204'
    """
    return "".join(category)


def issue(tx: Connection, entry: str, category: "Category", at: datetime, wanted: str = "") -> str:
    """A code for an entry: the one it brings along if nobody has it, else the next.

    The caller holds `LOCK` until its transaction has ended.
    """
    begin = front(category)
    last = tx.execute(select(func.max(codes.c.sequence)).where(codes.c.front == begin)).scalar() or 0
    sequence = int(wanted.partition(DETAIL_MARK)[2]) if wanted else last + 1
    if wanted and (holder := tx.execute(select(codes.c.entry).where(codes.c.front == begin, codes.c.sequence == sequence)).scalar()):
        raise CodeTaken(Text(zh=f"资源代码“{wanted}”已由“{holder}”使用", en=f"the resource code {wanted} belongs to '{holder}'"))
    code = f"{begin}{DETAIL_MARK}{sequence:0{SEQUENCE}}"
    tx.execute(codes.insert().values(front=begin, sequence=sequence, code=code, entry=entry, issued_at=at))
    return code


def code_problem(code: str) -> Text | None:
    """What is wrong with a resource code; None if it is well made.

    >>> code_problem("30701204/000017"), code_problem("40701204/000017").en
    (None, "the class (1st digit) is 1, 2 or 3, not '4'")
    """
    begin, mark, sequence = code.partition(DETAIL_MARK)
    if not mark:
        return Text(zh="分类与顺序码之间缺“/”，如 307012/000017", en="'/' is missing between class and sequence, as in 307012/000017")
    if not (begin.isascii() and begin.isdigit()):
        return Text(zh=f"分类“{begin}”只能是数字", en=f"the classification '{begin}' has digits only")
    if begin[0] not in CLASSES:
        return Text(zh=f"第1位“类”是 1、2 或 3，不是“{begin[0]}”", en=f"the class (1st digit) is 1, 2 or 3, not '{begin[0]}'")
    if len(begin) < 6:
        return Text(
            zh=f"分类至少6位：类1位、项2位、目3位；现为{len(begin)}位",
            en=f"class, item and category have 1, 2 and 3 digits, not {len(begin)} in all",
        )
    if not (sequence.isascii() and sequence.isdigit()) or not SEQUENCE <= len(sequence) <= LONGEST or int(sequence) == 0:
        return Text(
            zh=f"顺序码{SEQUENCE}至{LONGEST}位数字，从1起；现为“{sequence}”",
            en=f"the sequence has {SEQUENCE} to {LONGEST} digits and begins at 1, not '{sequence}'",
        )
    return None


def credit_code_problem(code: str) -> Text | None:
    """What is wrong with a unified social credit code (GB 32100-2015); None if its 18th character proves it.

    Stricter than the data element, which takes early codes of firms by the organisation code inside: here a person types a department's.

    >>> credit_code_problem("115113010833722043"), credit_code_problem("083372204").en
    (None, 'a credit code has 18 characters, this one 9')
    """
    if len(code) != 18:
        return Text(zh=f"统一社会信用代码18位，现为{len(code)}位", en=f"a credit code has 18 characters, this one {len(code)}")
    odd = [c for c in code if c not in CREDIT_SIGNS]
    if odd:
        return Text(
            zh=f"统一社会信用代码不含“{odd[0]}”，只用数字和大写字母（无 I O S V Z）",
            en=f"a credit code has no '{odd[0]}': digits and capitals without I O S V Z",
        )
    total = sum(CREDIT_SIGNS.index(c) * pow(3, n, 31) for n, c in enumerate(code[:17]))
    proof = CREDIT_SIGNS[-total % 31]
    if code[17] != proof:
        return Text(zh=f"校验码应为“{proof}”，现为“{code[17]}”", en=f"the check character should be '{proof}', not '{code[17]}'")
    return None
