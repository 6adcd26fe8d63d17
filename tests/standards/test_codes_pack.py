"""The pack `codes` publishes the platform's own lists."""

from importlib.resources import files

import pytest

from tianfu.model import PackDeclaration, declare, declare_dataset
from tianfu.standards import code_lists, element, themes

PACK = files("tianfu.apps").joinpath("codes")


def test_the_pack_is_declared():
    assert declare(PackDeclaration, PACK.joinpath("pack.yaml").read_text("utf-8"), "pack.yaml").theme in themes()


@pytest.mark.parametrize("name", code_lists())
def test_every_list_is_a_dataset_with_the_fields_of_its_file(name):
    dataset = declare_dataset(PACK.joinpath("datasets", f"{name}.yaml").read_text("utf-8"), f"{name}.yaml", f"codes.{name}")
    assert dataset.kind == "codes"
    assert dataset.title == code_lists()[name].title
    assert [element(c.element).name for c in dataset.columns]
    file = files("tianfu.standards").joinpath("codes", f"{name}.csv").read_text("utf-8")
    header = next(line for line in file.splitlines() if not line.startswith("#"))
    assert header.split(",") == [c.field for c in dataset.columns]
    sample = PACK.joinpath("sample", f"{name}.csv").read_text("utf-8").splitlines()
    assert sample[0] == header
    assert set(sample) <= set(file.splitlines())


def test_every_list_is_a_dataset():
    assert set(code_lists()) <= {f.name.removesuffix(".yaml") for f in PACK.joinpath("datasets").iterdir()}
