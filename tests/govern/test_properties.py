"""Whatever is delivered: every row gets exactly one outcome, and every failed check one explanation."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TEXTS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "NA", "1", "-1", "12.5", "1e9", "９", "2024-03-01", "510100", "513425", "男", "川A12345", "<0.02", "-9999", "inf"]
    ),
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12),
)
COLUMNS = "a number, b integer, c area, d date, e sex, f text"
RULES = """time: d
rules:
  - {rule: required, columns: [a, f]}
  - {rule: between, column: a, low: 0, high: 100}
  - {rule: between, column: b, low: 0, severity: flag}
  - {rule: in_codes, column: c, codes: areas}
  - {rule: expression, left: a, op: "<", right: b, severity: flag}
  - {rule: matches, column: f, pattern: "[0-9A-Z]*"}
"""


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.fixed_dictionaries(dict.fromkeys("abcdef", TEXTS)), min_size=1, max_size=30))
def test_counts_add_up_and_explanations_match_the_bits(kit, rows):
    done = kit.run(kit.dataset_of(COLUMNS, RULES, '{channel: upload, missing: ["", NA]}'), rows)
    assert [r["_record"] for r in done.rows] == list(range(1, len(rows) + 1))
    explained: dict[int, set[str]] = {r: set() for r in done.failed}
    for problem in done.problems:
        check = done.plan.checks[problem["check"]].id
        assert check not in explained[problem["_record"]]
        explained[problem["_record"]].add(check)
        assert json.loads(problem["raw"]) == rows[problem["_record"] - 1]
    assert explained == done.failed
    outcomes = ["quarantined" if not done.kept(r) else "flagged" if failed else "accepted" for r, failed in done.failed.items()]
    assert len(rows) == sum(outcomes.count(o) for o in ("accepted", "flagged", "quarantined"))
    assert [bool(r["_bad"]) for r in done.rows] == [o == "quarantined" for o in outcomes]
