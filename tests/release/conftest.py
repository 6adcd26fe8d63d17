"""Two homes with a gap between them, and a pack of clinics: open, open on request, closed, derived, and what must never leave."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tianfu.catalogue import Registry, declare_all, load_packs
from tianfu.flow import derive, load, roots_of
from tianfu.model import Settings, Zone
from tianfu.release import Package, Verdict, make_keys, push, receive, signing_key, trust, trusted
from tianfu.store import Store

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
SECRETS = (
    "clinics_of_2026.csv",
    "patients_raw.csv",
    "visits_internal.csv",
    "field_of_the_file",
    "budget_line",
    "BUDGET-7731",
    "王秘密",
    "13987654321",
    "诊断甲",
    "疑难杂症",
    "custom_check_of_clinics",
)
"""Names and values that stand in the internal home and must stand nowhere in the public one."""
FILES = {
    "__init__.py": '"""Clinics."""\n',
    "pack.yaml": "title: 医疗机构\ntitle_en: Clinics\nitems: [14]\nstewards: [dept.health]\ntheme: health\n",
    "rules.py": '"""Checks."""\n\n\ndef custom_check_of_clinics(rows):\n    """Beds."""\n    return rows.beds >= 0\n',
    "datasets/clinics.yaml": """\
title: 医疗机构名录
title_en: Clinics
steward: dept.health
source: {channel: upload, files: clinics_of_2026.csv, missing: [""]}
key: [code]
columns:
  - {name: code, element: code, title: 编号, title_en: Code, from_field: field_of_the_file}
  - {name: name, element: name_text, title: 名称, title_en: Name, required: true}
  - {name: area, element: area, title: 行政区划, title_en: Division}
  - {name: beds, element: count, title: 床位, title_en: Beds}
  - {name: head, element: person_name, title: 负责人, title_en: Head}
  - {name: phone, element: mobile, title: 电话, title_en: Phone}
  - {name: opened, element: date, title: 开业日期, title_en: Opened}
  - {name: seen_at, element: instant, title: 核查时间, title_en: Seen at}
  - {name: score, element: number, title: 评分, title_en: Score, level: 3}
  - {name: budget_line, element: text, title: 预算科目, title_en: Budget line, level: 4}
rules:
  - {rule: between, column: beds, low: 0, high: 5000}
  - {rule: required, columns: [budget_line], severity: flag}
  - {rule: custom, function: custom_check_of_clinics, columns: [beds, budget_line], says: 床位不为负}
charts:
  - {title: "{high_at}床位最多：{high} 张", kind: bar, x: area, y: beds, of: sum}
  - {kind: bar, x: budget_line, of: count, where: {budget_line: BUDGET-7731}}
  - {kind: bar, x: area, of: count, where: {phone: "13987654321"}}
sharing: {to_departments: always, to_public: always, to_operation: always}
licence: CC0-1.0
""",
    "datasets/visits.yaml": """\
title: 门诊人次
title_en: Visits
steward: dept.health
source: {channel: upload, files: visits_internal.csv}
key: [code, area]
columns:
  - {name: code, element: code, title: 编号}
  - {name: area, element: area, title: 行政区划}
  - {name: visits, element: count, title: 人次}
sharing: {to_departments: always, to_public: on_request, to_operation: always}
licence: CC-BY-4.0
""",
    "datasets/patients.yaml": """\
title: 患者
steward: dept.health
source: {channel: upload, files: patients_raw.csv}
key: [code]
columns:
  - {name: code, element: code, title: 编号}
  - {name: name, element: person_name, title: 姓名}
  - {name: finding, element: text, title: 诊断}
sharing: {to_departments: on_request, to_public: never, to_operation: never, basis: 《中华人民共和国个人信息保护法》第二十八条}
licence: CC0-1.0
""",
    "datasets/beds.yaml": """\
title: 各县床位
title_en: Beds by county
steward: dept.health
source: {channel: derived}
key: [area]
columns:
  - {name: area, element: area, title: 行政区划}
  - {name: beds, element: count, title: 床位}
sharing: {to_departments: always, to_public: always, to_operation: always}
licence: CC0-1.0
""",
    "analyses.py": '''"""Sums."""


def beds(clinics: "ir.Table") -> "ir.Table":
    """Beds by county."""
    return clinics.group_by("area").aggregate(beds=clinics.beds.sum().cast("int64"))
''',
}
AREAS = ("510107", "510700", "511402")


def clinics(count: int = 40, beds: int = 10) -> str:
    """Good rows, one that is refused and one that is flagged."""
    head = "field_of_the_file,name,area,beds,head,phone,opened,seen_at,score,budget_line"
    tail = "王秘密,13987654321,2001-02-03,2026-11-01T08:00:00+08:00,7.5,BUDGET-7731"
    rows = [f"C{n:03},第{n}卫生院,{AREAS[n % 3]},{n * beds},{tail}" for n in range(1, count + 1)]
    return "\n".join([head, *rows, f"C900,疑难杂症院,510107,99999,{tail}", "C901,无科目院,510107,3,王秘密,,2001-02-03,,1.5,"]) + "\n"


INBOX = {
    "clinics_of_2026.csv": clinics(),
    "visits_internal.csv": "code,area,visits\n" + "".join(f"C{n:03},{AREAS[n % 3]},{n * 7}\n" for n in range(1, 31)),
    "patients_raw.csv": "code,name,finding\nP1,王秘密,诊断甲\nP2,李四,疑难杂症\n",
}
LOADED = ("clinic.clinics", "clinic.visits", "clinic.patients")


KNOWN: dict[tuple[str, ...], Registry] = {}


@dataclass
class Zones:
    """Both sides, as an operator has them: homes, packs and the folder between."""

    folder: Path

    @property
    def gap(self) -> Path:
        return self.folder / "gap"

    @property
    def internal_home(self) -> Path:
        return self.folder / "home"

    @property
    def public_home(self) -> Path:
        return self.folder / "public"

    @property
    def registry(self) -> Registry:
        """Read anew only when a declaration has changed."""
        texts = tuple(sorted(p.read_text("utf-8") for p in (self.folder / "packs").rglob("*.yaml")))
        if texts not in KNOWN:
            KNOWN[texts] = load_packs((self.folder / "packs",))
        return KNOWN[texts]

    def inside(self) -> Store:
        """The internal store."""
        return Store.open(Settings(home=self.internal_home, packs=(self.folder / "packs",), gap=self.gap))

    def outside(self) -> Store:
        """The public store."""
        return Store.open(Settings(home=self.public_home, zone=Zone.public, gap=self.gap))

    def pushed(self, *, automatic: bool = True) -> list[Package]:
        with self.inside() as store:
            declare_all(store, self.registry)
            return push(store, self.registry, self.gap, signing_key(self.internal_home), automatic=automatic)

    def received(self) -> list[Verdict]:
        with self.outside() as store:
            return receive(store, self.gap, trusted(self.public_home))

    def loaded(self, dataset: str, text: str, file: str = "clinics_of_2026.csv") -> None:
        """Another delivery becomes another version."""
        (self.internal_home / "inbox" / file).write_text(text, "utf-8")
        with self.inside() as store:
            declare_all(store, self.registry)
            load(store, self.registry, dataset, roots=roots_of(store.settings), now=NOW)

    def declared(self, dataset: str, old: str, new: str) -> None:
        """A changed declaration."""
        path = self.folder / "packs" / "clinic" / "datasets" / f"{dataset}.yaml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both homes with their keys; three datasets loaded, one derived, nothing released. Tests work on copies."""
    folder = tmp_path_factory.mktemp("zones")
    for name, text in FILES.items():
        path = folder / "packs" / "clinic" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    zones = Zones(folder)
    (zones.internal_home / "inbox").mkdir(parents=True)
    for name, text in INBOX.items():
        (zones.internal_home / "inbox" / name).write_text(text, "utf-8")
    with zones.inside() as store:
        declare_all(store, zones.registry)
        for dataset in LOADED:
            load(store, zones.registry, dataset, roots=roots_of(store.settings), now=NOW)
        derive(store, zones.registry, "clinic.beds", now=NOW)
    make_keys(zones.internal_home)
    trust(zones.public_home, zones.internal_home / "release" / "public.key.json")
    return folder


@pytest.fixture
def zones(furnished: Path, tmp_path: Path) -> Zones:
    """A copy of both sides that a test may do anything to."""
    shutil.copytree(furnished, tmp_path / "zones")
    return Zones(tmp_path / "zones")
