"""Work that somebody asked for, as it stands: waiting, running, or how it ended."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tianfu.model import Job, Run, Text

from .addresses import dataset_page, problems_page
from .registry import Registry
from .terms import COUNTS, STATES, title_of
from .views import JobView, Link

if TYPE_CHECKING:
    from tianfu.store import Store

AGAIN_SECONDS = 2
TITLES = {
    "load": Text(zh="装载", en="Load"),
    "correct": Text(zh="更正", en="Correction"),
    "derive": Text(zh="加工", en="Derivation"),
    "refresh": Text(zh="更新", en="Refresh"),
    "profile": Text(zh="统计", en="Profile"),
}
NOTE = "note"
"""The argument under which a job keeps a remark on its file, in both languages."""
NOTHING_NEW = Text(zh="文件与当前版本相同，没有产生新版本。", en="The file is the one of the present version: no new version was made.")


def job_view(store: "Store", registry: Registry, job: Job) -> JobView:
    """The page of a job."""
    dataset, run = registry.dataset(job.subject), _run(store, job)
    state = "unchanged" if job.state == "done" and run and run.state == "unchanged" else job.state
    word, tone = STATES.get(state, (Text(zh=state), "plain"))
    ended = state not in ("waiting", "running")
    return JobView(
        id=str(job.id),
        title=_title(job),
        dataset=Link(dataset_page(dataset.id), title_of(dataset)),
        state=state,
        word=word,
        tone=tone,
        message=NOTHING_NEW if state == "unchanged" else job.said if job.message else noted(job),
        asked_at=job.asked_at or datetime.now(UTC),
        ended_at=job.ended_at if ended else None,
        counts=tuple((COUNTS[n], getattr(run.counts, n)) for n in COUNTS) if run and ended and run.state == "done" else (),
        version=run.version if run else None,
        links=_links(dataset.id, job.id, run) if ended else (),
        again_seconds=None if ended else AGAIN_SECONDS,
    )


def noted(job: Job) -> Text:
    """What whoever took the file had to say about it."""
    zh, en = job.arguments.get(NOTE) or ("", "")
    return Text(zh=zh, en=en)


def _run(store: "Store", job: Job) -> Run | None:
    return store.runs.one(job.run) if job.run else None


def _title(job: Job) -> Text:
    """What the job does, and with which file."""
    title, name = TITLES.get(job.kind, Text(zh=job.kind)), job.arguments.get("name")
    return Text(zh=f"{title.zh}“{name}”", en=f"{title.en or title.zh} “{name}”") if name else title


def _links(dataset_id: str, number: int, run: Run | None) -> tuple[Link, ...]:
    found = [Link(dataset_page(dataset_id), Text(zh="查看数据集", en="See the dataset"))]
    if run and run.version and (run.counts.quarantined or run.counts.flagged):
        found.append(Link(f"/jobs/{number}/annotated.xlsx", Text(zh="下载标注了问题的工作簿", en="Workbook with the problems marked")))
    if run and run.counts.quarantined:
        found.append(Link(problems_page(dataset_id), Text(zh="查看问题数据", en="See the problem rows"), count=run.counts.quarantined))
    return tuple(found)
