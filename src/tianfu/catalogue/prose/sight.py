"""Whether a reader sees what a block asks for. What stays closed is said in words that name none of its columns."""

from dataclasses import dataclass

from tianfu.catalogue.addresses import dataset_page
from tianfu.catalogue.cards import card
from tianfu.catalogue.registry import UnknownDataset
from tianfu.catalogue.terms import title_of
from tianfu.catalogue.views import Link
from tianfu.catalogue.visit import Visit
from tianfu.model import Dataset, Decision, Text, Version

from .asking import Asking, columns_in
from .naming import Language
from .views import Source

CLOSED = Text(zh="这里用到的数据没有开放，因此没有图表。", en="What would be drawn here is not open.")
BROKEN = Text(
    zh="这一块写得不对，没有画出；维护人员运行 tianfu packs check 可看到原因。",
    en="This block is not written right and was not drawn; 'tianfu packs check' tells its author why.",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A dataset that the reader may look into, and its newest version."""

    dataset: Dataset
    decision: Decision
    version: Version
    source: Source


class Sight:
    """What one visitor sees of the datasets of one page, which speaks `lang`; each is looked at once."""

    def __init__(self, visit: Visit, lang: Language) -> None:
        self.visit, self.lang = visit, lang
        self._known: dict[str, Seen | Text] = {}

    def of(self, block: Asking) -> Seen | Text:
        """What the block reads, or why it does not."""
        if block.dataset not in self._known:
            self._known[block.dataset] = _seen(self.visit, block.dataset)
        found = self._known[block.dataset]
        if isinstance(found, Seen) and not set(columns_in(block)) <= {c.name for c in found.dataset.columns}:
            return CLOSED
        return found


def _seen(visit: Visit, dataset_id: str) -> Seen | Text:
    try:
        dataset = visit.registry.dataset(dataset_id)
    except UnknownDataset:
        return CLOSED
    decision, title = visit.decide(dataset), title_of(dataset)
    if not decision.allowed:
        return _closed(title, decision)
    shown = card(visit.store, visit.registry, dataset)
    if shown.version is None:
        en = f"'{title.en or title.zh}' has no data yet; once they are loaded they show here."
        return Text(zh=f"“{title.zh}”还没有数据，装载后这里会有内容。", en=en)
    source = Source(Link(dataset_page(dataset.id), title), shown.steward, shown.version.number, shown.version.at)
    return Seen(dataset, decision, shown.version, source)


def _closed(title: Text, decision: Decision) -> Text:
    why_zh, why_en = "；".join(r.zh for r in decision.reasons), "; ".join(r.en or r.zh for r in decision.reasons)
    en = f"This needs '{title.en or title.zh}', which you may not see: {why_en}"
    return Text(zh=f"这里用到“{title.zh}”，您目前不能查看：{why_zh}", en=en)
