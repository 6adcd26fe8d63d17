"""What is wrong with the form, all at once and by field: the checks of `declare_dataset` and of `tianfu packs check`.

A part that is wrong would hide what is wrong with others: it gets a stand-in, and the rest is looked at again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tianfu.catalogue.check_declarations import dataset_words
from tianfu.catalogue.registry import Registry
from tianfu.model import Dataset, DeclarationError, Pack, PackDeclaration, Problem, Text, declare_dataset
from tianfu.model.values import DatasetId
from tianfu.standards import elements

from .as_yaml import for_people, in_full
from .form import Filled, Problems
from .joined import joined
from .said import said
from .whereabouts import Where, field_of, place_of

FILE = "form"
ANY_ID = "declared.dataset"
ROUNDS = 4
ANY_DAY = date(2026, 1, 1)
"""Rules compile the same on any day."""
NOT_AN_ID = Text(
    zh="写作“包名.数据集名”：小写英文字母开头，只含小写字母、数字和下划线，如 environment.readings",
    en="pack.name: small letters, digits and underscores, each beginning with a letter, such as environment.readings",
)


@dataclass(frozen=True, slots=True)
class Checked:
    """`dataset` only where nothing is wrong; `yaml` is the file as it stands."""

    dataset: Dataset | None
    yaml: str
    problems: Problems


def checked(form: Filled, registry: Registry) -> Checked:
    """The form's declaration, and everything that is wrong with it."""
    put = joined(form)
    problems: Problems = dict(put.problems)
    dataset_id = form.values.get("id", "")
    if not is_id(dataset_id):
        problems["id"] = (NOT_AN_ID,)
        dataset_id = ANY_ID
    dataset = None
    for where, problem in _all(put.content, dataset_id, registry):
        if isinstance(problem, Dataset):
            dataset = problem
        else:
            name = field_of(where, form)
            text = said(problem.message)
            if text not in problems.get(name, ()):
                problems[name] = (*problems.get(name, ()), text)
    return Checked(None if problems else dataset, for_people(put.content), problems)


def is_id(text: str) -> bool:
    try:
        TypeAdapter(DatasetId).validate_python(text)
    except ValidationError:
        return False
    return True


def pack_for(dataset: Dataset, registry: Registry) -> Pack:
    """The pack that the dataset will be in; one that there is none of yet has its steward."""
    pack = registry.packs.get(dataset.pack)
    return pack or Pack(dataset.pack, PackDeclaration(title=dataset.pack, items=(), stewards=(dataset.steward,)), {}, in_tree=False)


def _all(content: dict[str, Any], dataset_id: str, registry: Registry) -> Iterator[tuple[Where, Problem | Dataset]]:
    """Each problem with its place; at last the dataset, which is whole only if there were none."""
    wrong: set[Where] = set()
    for _ in range(ROUNDS):
        text = f"# {FILE}\n{in_full(content)}"
        try:
            dataset = declare_dataset(text, FILE, dataset_id)
        except DeclarationError as error:
            found = [(place_of(p, text, content), p) for e in error.problems for p in _each(e)]
            yield from found
            wrong |= {where for where, _ in found}
            content = mended(content, {where for where, _ in found})
            continue
        words = [(place_of(p, text, content), p) for p in dataset_words(pack_for(dataset, registry), dataset, text)]
        yield from ((where, p) for where, p in words if where not in wrong)
        if all(c.element in elements() for c in dataset.columns):
            yield from _rules(dataset, registry)
        yield (), dataset
        return


def _each(problem: Problem) -> list[Problem]:
    """What the dataset as a whole says comes in one sentence."""
    if problem.line > 1:
        return [problem]
    parts = problem.message.replace("; did you mean", "\0").split("; ")
    return [Problem(problem.file, problem.line, p.replace("\0", "; did you mean")) for p in parts]


def _rules(dataset: Dataset, registry: Registry) -> list[tuple[Where, Problem]]:
    """Rules that do not compile, such as bounds of a text."""
    from tianfu.govern import PlanError, plan  # ibis: after the start

    try:
        plan(dataset, today=ANY_DAY, custom=pack_for(dataset, registry).rules, typed=dataset.derived is not None)
    except PlanError as error:
        return [(("rules",), Problem(FILE, 1, message)) for message in error.problems]
    except KeyError:
        return []  # a function that rules.py lacks was told already
    return []


def mended(content: dict[str, Any], wrong: set[Where]) -> dict[str, Any]:
    """The declaration with stand-ins for what is wrong."""
    result = {**content}
    columns = _columns(content, wrong)
    first = columns[0]["name"] if columns else "stand_in"
    for where in wrong:
        match where:
            case ():
                for name in ("key", "time", "mode"):
                    result.pop(name, None)
            case ("rules", int(n), *_) if isinstance(result["rules"], list):
                result["rules"] = [_some_rule(r, k, wrong, first) if k == n else r for k, r in enumerate(result["rules"])]
            case ("source" | "sources", *_):
                result.pop("sources", None)
                result["source"] = {"channel": "upload"}
            case ("title" | "steward" as name, *_):
                result[name] = "x"
            case ("columns", *_):
                continue
            case (str(name), *_):
                result.pop(name, None)
    return result | {"columns": columns}


def _some_rule(rule: Any, n: int, wrong: set[Where], first: str) -> dict[str, Any]:
    """A rule of the same columns, if these are not what is wrong."""
    named: Any = None
    if isinstance(rule, dict) and not any(w[:2] == ("rules", n) and w[2:3] in (("column",), ("columns",)) for w in wrong):
        named = rule.get("columns") or ([rule["column"]] if "column" in rule else None)
    return {"rule": "required", "columns": named or [first]}


def _columns(content: dict[str, Any], wrong: set[Where]) -> list[Any]:
    columns = content.get("columns")
    if not isinstance(columns, list) or not columns or ("columns",) in wrong:
        return [_stand_in(0)]
    found = [dict(c) if isinstance(c, dict) else _stand_in(n) for n, c in enumerate(columns)]
    for where in wrong:
        match where:
            case ("columns", int(n), ("name" | "title" | "element") as part, *_):
                found[n][part] = _stand_in(n)[part]
            case ("columns", int(n), str(part), *_):
                found[n].pop(part, None)
            case ("columns", int(n)):
                found[n] = _stand_in(n)
    return found


def _stand_in(n: int) -> dict[str, str]:
    return {"name": f"stand_in_{n}", "element": "text", "title": "x"}
