"""The real file of Chengdu: hourly PM2.5 and weather, with NA for what was not measured."""

import csv
import gzip

COLUMNS = "no integer, pm number, dewp dew_point, humi humidity, pres pressure, temp temperature"
RULES = "rules: [{rule: between, column: pm, low: 0, high: 2000}, {rule: required, columns: [no]}]"
FIELDS = {"no": "No", "pm": "PM_Caotangsi", "dewp": "DEWP", "humi": "HUMI", "pres": "PRES", "temp": "TEMP"}


def test_not_measured_is_neither_a_number_nor_an_error(kit, shared):
    with gzip.open(shared / "data/environment/pm25_chengdu_2010_2015.csv.gz", "rt") as file:
        records = [{name: row[field] for name, field in FIELDS.items()} for row in csv.DictReader(file)]
    done = kit.run(kit.dataset_of(COLUMNS, RULES, '{channel: administrative, missing: ["", NA]}'), records)
    assert len(done.rows) == len(records) == 52_584
    missing = sum(r["pm"] == "NA" for r in records)
    assert missing > 20_000
    assert sum(r["pm"] is None for r in done.rows) == missing
    assert all(not done.failed[n + 1] for n, r in enumerate(records) if set(r.values()) <= {"NA", r["no"]})
    assert sum(bool(f) for f in done.failed.values()) == len({p["_record"] for p in done.problems})
