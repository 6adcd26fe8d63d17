"""Problem rows (问题数据) are a dataset too, beside the one they belong to."""

from .dataset import Column, Dataset, Sharing
from .source import Derived
from .values import Access, Mode

SUFFIX = "__problems"


def problems_of(dataset: Dataset, level: int) -> Dataset:
    """The sibling that holds a dataset's problem rows with their raw values: one row per record and failed check.

    Its level is that of the highest column. Where the dataset is open unconditionally, its problem rows are too, with
    values masked by the field they came from and without the raw record: what was refused is part of the data's quality.
    """
    columns = [
        ("run", "text", "运行"),
        ("record", "integer", "记录"),
        ("outcome", "code", "处理"),
        ("field", "text", "数据项"),
        ("check", "text", "规则"),
        ("value", "text", "原值"),
        ("cause", "text", "可能原因"),
        ("raw", "text", "原始记录"),
    ]
    raw = ("value", "raw")
    to_public = Access.always if dataset.sharing.to_public is Access.always else Access.on_request
    return Dataset(
        id=f"{dataset.id}{SUFFIX}",
        title=f"{dataset.title}（问题数据）",
        steward=dataset.steward,
        theme=dataset.theme,
        columns=tuple(Column(name=n, element=e, title=t, level=level if n in raw else 1) for n, e, t in columns),
        sources=(Derived(channel="derived"),),
        sharing=Sharing(to_departments=Access.on_request, to_public=to_public, to_operation=Access.on_request),
        mode=Mode.append,
        kind="problems",
    )
