"""From service items (政务服务事项) to drafts of entries: what a department decides leaves data, and those are owed to the catalogue."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from tianfu.identity.units import units
from tianfu.model import MAINTENANCE, OPERATOR, Entry, EntryItem, Refresh, Sharing

from .record import Entries
from .resource_codes import credit_code_problem
from .states import Actor

if TYPE_CHECKING:
    from tianfu.store import Store

COLUMNS = ("department", "item", "item_code", "task_type", "dept_code")
"""What a dataset of service items must have to be compiled from."""
ALWAYS = (
    EntryItem(title="事项编码", title_en="Code of the item", type="C", element="code"),
    EntryItem(title="事项名称", title_en="Item", type="C", element="name_text"),
    EntryItem(title="申请人", title_en="Applicant", type="C", element="name_text", level=3),
    EntryItem(title="受理时间", title_en="Accepted at", type="T", element="instant"),
    EntryItem(title="办结时间", title_en="Decided at", type="T", element="instant"),
    EntryItem(title="办理结果", title_en="Decision", type="C", element="text"),
)
BY_KIND = {
    "1": (
        EntryItem(title="证照编号", title_en="Number of the licence"),
        EntryItem(title="有效期至", title_en="Valid until", type="D", element="date"),
    ),
    "5": (EntryItem(title="给付金额", title_en="Amount paid", type="Y", element="money"),),
    "7": (EntryItem(title="确认文书号", title_en="Number of the certificate"),),
}
"""Further items by kind of service item: licences, payments, confirmations."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A service item (事项) as its department lists it."""

    department: str
    item: str
    item_code: str
    task_type: str = ""
    dept_code: str = ""


def compile_from(matters: Sequence[Matter]) -> Entry:
    """The draft that follows from one item, or from several codes of the same item. What it cannot know stays to be filled in."""
    first = min(matters, key=lambda m: m.item_code)
    return Entry(
        id=entry_id(first.item_code),
        title=f"{first.item}办理信息"[:200],
        abstract=f"{first.department}办理“{first.item}”形成的信息：谁申请、何时受理、何时办结、结果如何。",
        provider=provider_of(first.department),
        provider_code=provider_code(first),
        category=("3", "00", "000", ""),
        items=ALWAYS + BY_KIND.get(first.task_type, ()),
        sharing=Sharing(),
        sharing_condition="用于行政审批、监管和公共服务，按申请列明的事项使用",
        open_condition="去除申请人信息后，按申请用途开放",
        refresh=Refresh.daily,
        matters=tuple(sorted(m.item_code for m in matters)),
    )


def compile_all(matters: Iterable[Matter]) -> Iterator[Entry]:
    """A draft for each item of each department."""

    def same(m: Matter) -> tuple[str, str]:
        return (m.department, m.item)

    for _, group in groupby(sorted(matters, key=lambda m: (*same(m), m.item_code)), same):
        yield compile_from(list(group))


def compile_new(store: "Store", drafts: Iterable[Entry], actor: Actor, at: datetime) -> tuple[int, int]:
    """Writes the drafts of entries that are not there yet, in one transaction; how many were made and how many are known.

    An entry that exists is left as people have made it.
    """
    entries, wanted = Entries(store), list(drafts)
    known = entries.known(e.id for e in wanted)
    made = entries.write_all([e for e in wanted if e.id not in known], actor, at=at)
    return made, len(wanted) - made


def matters_in(store: "Store", dataset_id: str, *, today: date, department: str = "") -> list[Matter]:
    """The service items of a dataset, read through the gate by whoever runs the installation; of one department, if it is named."""
    opened = store.read(dataset_id, OPERATOR, MAINTENANCE, today=today)
    table = opened.table.select(*COLUMNS)
    if department:
        table = table.filter(table.department == department)
    return _matters(table.to_pyarrow().to_pylist())


def matters_like(store: "Store", dataset_id: str, text: str, *, today: date, limit: int = 20) -> list[Matter]:
    """Service items of that code, or with the text in their name."""
    table = store.read(dataset_id, OPERATOR, MAINTENANCE, today=today).table.select(*COLUMNS)
    table = table.filter((table.item_code == text) | table.item.contains(text)).order_by("item").limit(limit)
    return _matters(table.to_pyarrow().to_pylist())


def _matters(rows: Iterable[dict[str, str | None]]) -> list[Matter]:
    return [Matter(**{n: v or "" for n, v in row.items()}) for row in rows if row["item"] and row["item_code"]]


def entry_id(item_code: str) -> str:
    """The id of what is compiled from an item: the same every time.

    >>> entry_id("511A0138000000-511602000000-000")
    'matter_511a0138000000_511602000000_000'
    """
    return "matter_" + re.sub(r"[^a-z0-9]+", "_", item_code.lower()).strip("_")[:120]


def provider_of(department: str) -> str:
    """The unit of that title, else the title itself."""
    return next((u.id for u in units().values() if u.title == department), department)[:120]


def provider_code(matter: Matter) -> str:
    """The department's credit code, from its own field or inside the item's code; only one that proves itself."""
    candidates = (matter.dept_code, *matter.item_code.split("-"))
    return next((c for c in candidates if credit_code_problem(c) is None), "")
