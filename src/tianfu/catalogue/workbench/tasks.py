"""Quality tasks: checks that the present deliveries fail, the gravest first, and how far they are put right."""

from collections.abc import Mapping, Sequence

from tianfu.catalogue.addresses import corrections, dataset_page, problems_page
from tianfu.catalogue.cards import Card
from tianfu.catalogue.corrections.ledger import KEPT, recorded
from tianfu.catalogue.corrections.present import Present, present
from tianfu.catalogue.dataset.quality import ABOUT_ALL
from tianfu.catalogue.terms import WHOLE, title_of
from tianfu.catalogue.views import Link, Tone
from tianfu.catalogue.visit import Visit
from tianfu.model import CheckResult, Dataset, Severity, Text

from .views import Task

TASKS_MOST = 8
WRONG: Mapping[str, Text] = {
    "required": Text(zh="缺失", en="missing"),
    "unique": Text(zh="重复", en="repeated"),
    "type": Text(zh="类型不对", en="of another type"),
    "form": Text(zh="格式不对", en="of another form"),
    "check_character": Text(zh="校验码不对", en="with a wrong check character"),
    "range": Text(zh="超出范围", en="out of range"),
    "between": Text(zh="超出范围", en="out of range"),
    "known": Text(zh="不在代码表", en="not in the code list"),
    "codes": Text(zh="不在代码表", en="not in the code list"),
    "in_codes": Text(zh="不在代码表", en="not in the code list"),
    "in_force": Text(zh="代码已停用", en="with a code out of force"),
    "refers": Text(zh="在所引用的数据中找不到", en="not found where they refer to"),
    "expression": Text(zh="前后矛盾", en="that contradict each other"),
    "monotone": Text(zh="次序倒退", en="out of order"),
    "jump": Text(zh="突变过大", en="with too large a jump"),
}
"""What is wrong, in a word; the page behind it has the whole sentence."""
FATES: Mapping[Severity, tuple[Text, Tone]] = {
    Severity.quarantine: (Text(zh="问题数据", en="Problem rows"), "bad"),
    Severity.flag: (Text(zh="标记", en="Flagged"), "warn"),
}
OTHERWISE = Text(zh="不合规则", en="against a rule")
OVERDUE = Text(zh="没有按声明的周期更新", en="Not refreshed in its declared cycle")


def tasks(visit: Visit, cards: Sequence[Card], most: int = TASKS_MOST) -> tuple[tuple[Task, ...], int]:
    """The tasks to be shown, and how many there are."""
    failing = [(card, check) for card in cards if card.version for check in card.version.quality.checks if check.failed]
    failing.sort(key=lambda f: (f[1].rule in ABOUT_ALL, f[1].severity is not Severity.quarantine, -f[1].failed, f[0].dataset.id))
    shown = failing[:most]
    states = {card.dataset.id: present(visit.store, card.dataset.id) for card, _ in shown}
    settled = {i: _settled(visit, i, now) for i, now in states.items()}
    return tuple(_task(card, check, settled[card.dataset.id]) for card, check in shown), len(failing)


def _settled(visit: Visit, dataset_id: str, now: Present | None) -> float | None:
    """The share of refused records whose corrections were kept, in percent."""
    refused = now.delivered.counts.get("quarantined", 0) if now else 0
    if now is None or not refused:
        return None
    kept = {(c.run, c.record) for c in recorded(visit.store, dataset_id, now.runs).values() if c.state == KEPT}
    return min(100.0, 100 * len(kept) / refused)


def _task(card: Card, check: CheckResult, settled: float | None) -> Task:
    d, whole = card.dataset, check.rule in ABOUT_ALL
    outcome, tone = WHOLE if whole else FATES[check.severity]
    rows = not whole and check.severity is Severity.quarantine
    return Task(
        dataset=Link(dataset_page(d.id), title_of(d)),
        steward=card.steward,
        what=OVERDUE if whole else in_short(check, d),
        tone=tone,
        outcome=outcome,
        failed=check.failed,
        percent=settled if rows else None,
        href=dataset_page(d.id) + "#quality" if whole else problems_page(d.id, [("check", check.id)]),
        workbook=corrections(d.id) if rows else None,
    )


def in_short(check: CheckResult, dataset: Dataset) -> Text:
    """The columns, how many records, and what is wrong with them."""
    columns = [c for c in dataset.columns if c.name in check.columns]
    zh = "、".join(c.title for c in columns)
    en = ", ".join(c.title_en or c.title for c in columns)
    wrong = WRONG.get(check.rule, OTHERWISE)
    return Text(zh=f"{zh}{wrong.zh} {check.failed:,} 条", en=f"{en}: {check.failed:,} records {wrong.en}")
