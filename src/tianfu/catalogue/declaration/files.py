"""What a declaration in which nothing is wrong is saved as: YAML, a workbook, and the template that departments fill in."""

from dataclasses import dataclass

from tianfu.catalogue.hashing import declaration_hash
from tianfu.catalogue.registry import Registry
from tianfu.model import Dataset

from .checked import ANY_DAY, pack_for

YAML = "application/yaml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Saved:
    """A file, its kind and the name it is saved under."""

    name: str
    kind: str
    content: bytes


def saved(kind: str, dataset: Dataset, yaml: str, registry: Registry) -> Saved | None:
    """The file that was asked for; None for any other kind. CollectError for the template of what takes no files."""
    if kind == "yaml":
        return Saved(f"{dataset.name}.yaml", YAML, yaml.encode())
    if kind not in ("xlsx", "template"):
        return None
    from tianfu.catalogue.sheets.declaration_out import declaration_workbook  # openpyxl and ibis: after the start
    from tianfu.catalogue.sheets.making import KIND
    from tianfu.catalogue.sheets.template import template
    from tianfu.govern import plan

    if kind == "xlsx":
        return Saved(f"{dataset.name}-declaration.xlsx", KIND, declaration_workbook(dataset))
    pack = pack_for(dataset, registry)
    checks = plan(dataset, today=ANY_DAY, custom=pack.rules).checks
    return Saved(f"{dataset.name}-template.xlsx", KIND, template(dataset, declaration_hash(dataset, pack), checks))
