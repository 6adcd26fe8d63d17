"""Everything that can stand in the way of an answer, in words: what failed, whether data are safe, what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from tianfu.catalogue import UnknownDataset
from tianfu.model import Refused, Text


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer that is not what was asked for. `kind` names it for machines, `near` the dataset that was probably meant."""

    status: int
    title: Text
    detail: Text
    remedy: Text
    reasons: tuple[Text, ...] = ()
    kind: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    near: str = ""


class Told(Exception):
    """Ends a request with a failure that is already in words."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(failure.detail.en)


ASK = Text(zh="请返回上一页，或从数据目录重新开始。", en="Go back, or start again from the catalogue.")
NOTHING_CHANGED = Text(
    zh="数据没有受到影响。请稍后再试；仍有问题请把下面的编号告诉管理员。",
    en="No data were affected. Try again later; tell the operator the number below.",
)
STATUS: Mapping[int, tuple[Text, Text, Text]] = {
    404: (Text(zh="没有找到", en="Not found"), Text(zh="没有这个页面。", en="There is no such page."), ASK),
    405: (
        Text(zh="不支持的操作", en="Method not allowed"),
        Text(zh="这个地址不接受这种请求。", en="This address does not take such a request."),
        ASK,
    ),
}
BY_NAME: Mapping[str, tuple[int, Text, Text]] = {
    "NoPlaces": (
        404,
        Text(zh="没有可画在地图上的位置", en="No places"),
        Text(zh="请选择其他格式。", en="Choose another format."),
    ),
    "BadQuestion": (
        400,
        Text(zh="这个条件不能查询", en="This cannot be asked"),
        Text(zh="请修改条件后重试。", en="Change the condition and try again."),
    ),
    "QueryRefused": (
        400,
        Text(zh="这条查询不能执行", en="This query cannot be run"),
        Text(zh="请修改查询后重试。", en="Change the query and try again."),
    ),
    "UnknownDataset": (404, Text(zh="没有这个数据集", en="No such dataset"), ASK),
    "UnknownVersion": (
        404,
        Text(zh="还没有数据", en="No data yet"),
        Text(zh="数据装载后即可查看；可先查看数据项说明。", en="Rows appear once they are loaded; the declaration can be read already."),
    ),
    "NoSuchVersion": (
        404,
        Text(zh="没有这一版", en="No such version"),
        Text(zh="请从数据集页面的版本列表中选择。", en="Choose from the versions on the dataset's page."),
    ),
    "ExpiredVersion": (
        410,
        Text(zh="这一版已过保存期", en="This version has expired"),
        Text(zh="请使用较新的版本。", en="Use a newer version."),
    ),
    "QueryFailed": (
        400,
        Text(zh="查询没有完成", en="The query was not completed"),
        Text(zh="请修改查询后重试。", en="Change the query and try again."),
    ),
    "UploadRefused": (403, Text(zh="不能在这里上传", en="No uploads from here"), ASK),
    "TooLarge": (413, Text(zh="文件过大", en="The file is too large"), Text(zh="没有保存任何内容。", en="Nothing was kept.")),
    "OtherKind": (
        415,
        Text(zh="文件类型不符", en="Another kind of file"),
        Text(zh="没有保存任何内容。改正后重新上传。", en="Nothing was kept. Correct it and upload again."),
    ),
    "ClassifiedMark": (
        403,
        Text(zh="文件带有涉密标志，已拒收", en="The file bears a mark of secrecy"),
        Text(zh="没有保存任何内容。请按保密规定处置。", en="Nothing was kept. Follow the rules for such files."),
    ),
    "CollectError": (
        400,
        Text(zh="不能接收这个文件", en="This file cannot be taken"),
        Text(zh="没有保存任何内容。改正后重新上传。", en="Nothing was kept. Correct it and upload again."),
    ),
    "UnknownEntry": (404, Text(zh="没有这个目录条目", en="No such entry"), ASK),
    "OfficeOnly": (403, Text(zh="不能在这里编制目录", en="Entries are not compiled from here"), ASK),
    "EntryError": (409, Text(zh="这一步没有办理", en="The step was not taken"), ASK),
    "NothingToMark": (404, Text(zh="没有可下载的工作簿", en="No workbook"), ASK),
    "TooLargeToMark": (413, Text(zh="工作簿过大", en="The workbook is too large"), ASK),
    "NotCorrected": (400, Text(zh="没有可保存的更正", en="Nothing to correct"), ASK),
    "Busy": (503, Text(zh="正忙", en="Busy"), Text(zh="请稍后再试。", en="Try again shortly.")),
    "JournalFailed": (503, Text(zh="暂停读取", en="Reading is paused"), Text(zh="请联系管理员。", en="Tell the operator.")),
    "StorageFull": (
        507,
        Text(zh="磁盘已满", en="The disk is full"),
        Text(zh="没有保存半份数据。请联系管理员。", en="Nothing is half stored. Tell the operator."),
    ),
}
"""Errors of the rooms that carry a `text`, by their names."""


def failure(error: BaseException) -> Failure | None:
    """The error in words; None where it is a mistake of ours."""
    match error:
        case Told():
            return error.failure
        case Refused(decision=decision):
            return _refused(decision.reasons)
        case UnknownDataset():
            return _unknown(error.wanted, error.near)
        case RequestValidationError():
            return _invalid(error)
        case HTTPException():
            title, detail, remedy = STATUS.get(error.status_code, STATUS[404])
            return Failure(error.status_code, title, detail, remedy, headers=dict(error.headers or {}))
    text = getattr(error, "text", None)
    name = next((c.__name__ for c in type(error).__mro__ if c.__name__ in BY_NAME), None)
    if name is None or not isinstance(text, Text):
        return None
    status, title, remedy = BY_NAME[name]
    after = {"Retry-After": "5"} if status == 503 else {}
    return Failure(status, title, text, remedy, kind=_kind(name), headers=after)


def unexpected() -> Failure:
    """500: nothing of the error gets out, its number leads to the log."""
    return Failure(
        500,
        Text(zh="系统出错了", en="Something went wrong here"),
        Text(zh="平台没能完成这次请求，这不是您的问题。", en="The platform could not answer. It is not your fault."),
        NOTHING_CHANGED,
    )


def _refused(reasons: Sequence[Text]) -> Failure:
    return Failure(
        403,
        Text(zh="不能查看这些数据", en="These data may not be read"),
        reasons[0],
        Text(
            zh="数据项说明对所有人公开；如需数据，请按下列途径申请。",
            en="What the data mean is public; to get them, follow the reasons below.",
        ),
        tuple(reasons),
        "refused",
    )


def _unknown(wanted: str, near: str) -> Failure:
    hint_zh, hint_en = (f"是否要找 {near}？", f"Did you mean {near}?") if near else (ASK.zh, ASK.en)
    return Failure(
        404,
        Text(zh="没有这个数据集", en="No such dataset"),
        Text(zh=f"没有标识为“{wanted[:80]}”的数据集。", en=f"There is no dataset '{wanted[:80]}'."),
        Text(zh=hint_zh, en=hint_en),
        kind="unknown_dataset",
        near=near,
    )


def _invalid(error: RequestValidationError) -> Failure:
    fields = "、".join(sorted({str(e["loc"][-1]) for e in error.errors() if e.get("loc")}))
    return Failure(
        422,
        Text(zh="填写有误", en="Something is filled in wrongly"),
        Text(zh=f"请检查：{fields}。", en=f"Please check: {fields}."),
        Text(zh="改正后重新提交。", en="Correct it and send it again."),
    )


def _kind(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
