"""A component is a folder: its macro and its examples, which are also its tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml

from generator.pages.render import environment

TEMPLATES = Path(__file__).parents[1] / "templates"
COMPONENTS = sorted(folder.name for folder in (TEMPLATES / "components").iterdir())


def examples() -> list[Any]:
    found = []
    for name in COMPONENTS:
        text = (TEMPLATES / "components" / name / "example.yaml").read_text(encoding="utf-8")
        found += [pytest.param(name, example, id=f"{name}: {example['about']}") for example in yaml.safe_load(text)]
    return found


class View(dict[str, Any]):
    """An example's values, to be had as attributes: as views have them."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def as_view(value: Any) -> Any:
    if isinstance(value, dict):
        return View({key: as_view(part) for key, part in value.items()})
    return [as_view(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("name", "example"), examples())
def test_a_component_shows_what_its_example_says(name: str, example: dict[str, Any]) -> None:
    module = environment(TEMPLATES).get_template(f"components/{name}/{name}.html").module
    html = str(getattr(module, example["macro"])(*as_view(example["args"])))
    for words in example["shows"]:
        assert words in html
    parser = html5lib.HTMLParser()
    parser.parseFragment(html)
    assert parser.errors == []
