"""What the invented province promises to those who build on it."""

import csv
import hashlib
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tianfu.model import read_yaml
from tianfu.standards import causes, code_list
from tianfu.synth import copies, departments, firms, persons, readings, sample, stations, taxpayers, write
from tianfu.synth.province import parts

COPIES = tuple(f"{c.name}.csv" for c in copies.COPIES)
FILES = ("departments.csv", "firms.csv", "taxpayers.csv", "persons.csv", *COPIES, "stations.csv", "readings.csv")


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("province")
    write(folder, rows=20_000)
    return folder


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*.csv"))}


def test_the_same_seed_writes_the_same_bytes_in_another_process(province: Path, tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from tianfu.synth import write; write(Path(sys.argv[1]), rows=20_000)"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
    assert digests(tmp_path) == digests(province)


def test_the_bytes_are_those_of_every_other_machine(tmp_path: Path) -> None:
    write(tmp_path, rows=1000, seed=1)
    whole = hashlib.sha256("".join(sorted(digests(tmp_path).values())).encode()).hexdigest()
    assert whole == "4515ed835b2590130665bc27bb4bde94d1ae151c66918f817f0fe60ae9e5552a", (
        "the province of a seed changed: what others recorded of it no longer fits"
    )


def test_another_seed_is_another_province(province: Path, tmp_path: Path) -> None:
    write(tmp_path, rows=20_000, seed=2)
    assert not set(digests(tmp_path).values()) & set(digests(province).values())


def test_rows_do_not_depend_on_the_chunks_they_are_made_in() -> None:
    for part in parts(7, 3000):
        whole = part.make(0, part.total).columns
        halves = [part.make(0, part.total // 3), part.make(part.total // 3, part.total)]
        for name, column in whole.items():
            assert column.to_pylist() == [v for h in halves for v in h.columns[name].to_pylist()], (part.name, name)


def test_it_holds_about_as_many_records_as_asked_for(province: Path) -> None:
    counts = {name: len(table(province, name)) for name in FILES}
    assert sum(counts.values()) == pytest.approx(20_000, rel=0.03)
    assert counts["firms.csv"] == 4000
    assert counts["persons.csv"] == 4000


def test_a_province_of_fewer_than_a_thousand_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="1000 or more"):
        write(tmp_path, rows=10)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [("firms.csv", firms.KINDS), ("persons.csv", persons.KINDS), ("taxpayers.csv", taxpayers.KINDS), ("readings.csv", readings.KINDS)],
)
def test_every_kind_of_damage_occurs_and_is_told(province: Path, name: str, kinds: tuple[firms.Kind, ...]) -> None:
    told = Counter(r["kind"] for r in table(province, "truth/planted.csv") if r["file"] == name)
    assert {k.name for k in kinds if k.spoil} == set(told)


def test_the_truth_names_the_record_and_what_is_written_there(province: Path) -> None:
    files = {name: table(province, name) for name in FILES}
    planted = table(province, "truth/planted.csv")
    assert len(planted) > 200
    for row in planted:
        assert files[row["file"]][int(row["record"]) - 1][row["field"]] == row["written"] != row["right"], row


def test_outcomes_and_causes_are_words_of_the_platform(province: Path) -> None:
    for row in table(province, "truth/planted.csv"):
        assert row["outcome"] in ("accepted", "flagged", "quarantined")
        assert row["cause"] == "" or row["cause"] in causes()


def test_a_repeated_record_tells_what_the_earlier_one_tells(province: Path) -> None:
    files = {name: table(province, name) for name in FILES}
    changed = defaultdict(set)
    for row in table(province, "truth/planted.csv"):
        changed[row["file"], int(row["record"])].add(row["field"])
    repeated = table(province, "truth/duplicates.csv")
    assert len(repeated) >= 20
    for row in repeated:
        record, earlier = int(row["record"]), int(row["of_record"])
        assert earlier < record
        assert (row["file"], earlier) not in changed
        again, first = (files[row["file"]][n - 1] for n in (record, earlier))
        assert {f for f in first if first[f] != again[f]} == changed[row["file"], record]


def test_no_key_repeats_but_where_the_truth_says_so(province: Path) -> None:
    for name, key in (("firms.csv", "credit_code"), ("persons.csv", "citizen_id")):
        told = {int(r["record"]) for r in table(province, "truth/duplicates.csv") if r["file"] == name}
        told |= {int(r["record"]) for r in table(province, "truth/planted.csv") if (r["file"], r["field"]) == (name, key)}
        keys = [r[key] for n, r in enumerate(table(province, name), 1) if n not in told]
        assert len(keys) == len(set(keys))


def test_links_join_the_two_registers_of_firms(province: Path) -> None:
    register, taxpayers_ = table(province, "firms.csv"), table(province, "taxpayers.csv")
    planted = {(r["file"], r["record"], r["field"]): r["right"] for r in table(province, "truth/planted.csv")}
    links = table(province, "truth/links.csv")
    assert len(links) == len(taxpayers_)
    for link in links:
        ours, theirs = register[int(link["firm_record"]) - 1], taxpayers_[int(link["taxpayer_record"]) - 1]
        right = planted.get(("firms.csv", link["firm_record"], "credit_code"), ours["credit_code"])
        assert planted.get(("taxpayers.csv", link["taxpayer_record"], "credit_code"), theirs["credit_code"]) == right


def test_conflicts_are_where_the_registers_disagree(province: Path) -> None:
    taxpayers_ = table(province, "taxpayers.csv")
    conflicts = table(province, "truth/conflicts.csv")
    assert {c["field"] for c in conflicts} == {"address", "representative"}
    for conflict in conflicts:
        assert conflict["in_firms"] != conflict["in_taxpayers"] == taxpayers_[int(conflict["taxpayer_record"]) - 1][conflict["field"]]
        assert conflict["right"] in ("firms", "taxpayers")


def test_copies_name_the_person_they_are_of_and_where_they_disagree(province: Path) -> None:
    register, held = table(province, "persons.csv"), {n: {next(iter(r.values())): r for r in table(province, n)} for n in COPIES}
    right = {(r["record"], r["field"]): r["right"] for r in table(province, "truth/planted.csv") if r["file"] == "persons.csv"}
    told = {(r["file"], r["number"], r["field"]): r for r in table(province, "truth/copy_conflicts.csv")}
    links = table(province, "truth/copies.csv")
    assert len(links) == sum(len(rows) for rows in held.values())
    for link in links:
        copy, person = held[link["file"]][link["number"]], register[int(link["persons_record"]) - 1]
        for field in ("citizen_id", "name", "birth_date", "sex", "mobile"):
            ours = right.get((link["persons_record"], field), person[field])
            theirs = copy.get(field)
            if theirs and theirs != ours:
                conflict = told[link["file"], link["number"], field]
                assert (conflict["in_register"], conflict["in_copy"]) == (ours, theirs)
    assert {c["field"] for c in told.values()} == {"name", "birth_date", "area", "mobile", "marital"}
    assert {c["right"] for c in told.values()} == {"persons", "insured", "marriages"}


def test_each_department_holds_persons_of_its_ages_and_some_without_number(province: Path) -> None:
    for copy in copies.COPIES:
        rows = table(province, f"{copy.name}.csv")
        years = [2026 - int(r["birth_date"][:4]) for r in rows]
        assert copy.ages[0] <= min(years)
        assert max(years) <= copy.ages[1] + 2
        assert 0 < sum(not r["citizen_id"] for r in rows) < len(rows) / 10
        assert all(r["birth_date"] <= r[copy.dated] for r in rows)


def test_flat_lines_are_flat_and_gaps_are_empty(province: Path) -> None:
    at: dict[tuple[str, str], str] = {(r["station"], r["at"]): r["pm25"] for r in table(province, "readings.csv")}
    planted = {(r["file"], r["record"]) for r in table(province, "truth/planted.csv")}
    damaged = {(r["station"], r["at"]) for n, r in enumerate(table(province, "readings.csv"), 1) if ("readings.csv", str(n)) in planted}
    runs = [a for a in table(province, "truth/anomalies.csv") if a["kind"] in ("flat line", "gap")]
    assert len(runs) >= 4
    for run in runs:
        inside = {k: v for k, v in at.items() if k[0] == run["station"] and run["from"] <= k[1] <= run["to"] and k not in damaged}
        if run["kind"] == "gap":
            assert not inside, run
        else:
            assert len(set(inside.values())) == 1, run


def test_stations_stand_in_all_21_prefectures(province: Path) -> None:
    entries = code_list("areas").entries
    rows = table(province, "stations.csv")
    assert len({entries[r["area"]].parent for r in rows}) == 21
    assert len({r["name"] for r in rows}) == len(rows)
    assert {r["station"] for r in table(province, "readings.csv")} == {r["station"] for r in rows}


def test_winter_air_is_worse_than_summer_air(tmp_path: Path) -> None:
    write(tmp_path, rows=450_000)
    months: dict[str, list[float]] = defaultdict(list)
    with (tmp_path / "readings.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["pm25"].isascii() and row["pm25"] != "-9999":
                months[row["at"][5:7]].append(float(row["pm25"]))
    mean = {m: sum(v) / len(v) for m, v in months.items()}
    assert mean["01"] > 1.5 * mean["07"]


@pytest.mark.parametrize("module", [departments, firms, taxpayers, persons, stations, readings])
def test_samples_hold_nothing_planted(module: object) -> None:
    name = module.__name__.rpartition(".")[2] + ".csv"  # type: ignore[attr-defined]
    rows = list(csv.DictReader(sample(name).decode().splitlines()))
    assert len(rows) >= 19
    assert sample(name, rows=30).startswith(sample(name, rows=10))


def test_samples_of_unknown_files_name_the_known_ones() -> None:
    with pytest.raises(KeyError, match=r"firms\.csv"):
        sample("firm.csv")


@pytest.mark.parametrize(
    ("pack", "names"),
    [("legal_entity", ("firms", "taxpayers", "departments")), ("population", ("persons", *(c.name for c in copies.COPIES)))],
)
def test_packs_ship_the_samples_that_the_generator_makes(pack: str, names: tuple[str, ...]) -> None:
    folder = Path(firms.__file__).parents[1] / "apps" / pack
    for name in names:
        assert (folder / "sample" / f"{name}.csv").read_bytes() == sample(f"{name}.csv")


def test_the_vocabulary_gives_every_trade_a_class_of_the_standard() -> None:
    content = read_yaml((Path(firms.__file__).parent / "words.yaml").read_text("utf-8"), "words.yaml").content
    assert all(len(code) == 4 and code.isdigit() for code in content["trades"].values())
