"""What is printed fast is what Jinja prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from generator.pages import data, rules
from generator.pages.jobs import SINGLE, SPLIT
from generator.pages.printing import Compiled, Printing
from generator.pages.render import Renderer, environment
from tests.tiny import tiny

TEMPLATES = Path(__file__).parents[1] / "templates"
OPTIONS: dict[str, Any] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}
SMALL = """
{% macro one(link, sign="*") %}{{ sign }}<{{ link }}>{% endmacro %}
{% macro two(link, other) %}{{ one(other) }}{{ one(link, "-") }}{% endmacro %}
{% macro each(links) %}
{% for link in links %}{{ one(link) }}{% if not loop.last %}; {% endif %}{% endfor %}
{% endmacro %}
{% macro deep(tree) %}{{ tree[0] }}{% for inner in tree[1:] %}({{ deep(inner) }}){% endfor %}{% endmacro %}
"""


def both(page: str, **given: Any) -> tuple[str, str]:
    """What Jinja prints, and what is printed in place."""
    loader = DictLoader({"small.html": SMALL, "page.html": '{% import "small.html" as small %}' + page})
    plain, fast = (kind(loader=loader, **OPTIONS) for kind in (Environment, Printing))
    return plain.get_template("page.html").render(**given), fast.get_template("page.html").render(**given)


@pytest.mark.parametrize("section", [*SINGLE.values(), *SPLIT, rules, data], ids=lambda section: section.__name__)
def test_every_page_is_what_jinja_prints(section: Any) -> None:
    plain = Environment(loader=FileSystemLoader(TEMPLATES), **OPTIONS)
    printed = [
        [page.html for page in section.pages(tiny(), Renderer(env), "2024-01-01")]
        for env in (plain, environment(TEMPLATES))
    ]
    assert printed[0] == printed[1]
    assert printed[0]


@pytest.mark.parametrize(
    "page",
    [
        "{{ small.one(link) }}",
        "a{{ small.one(link, '+') }}b{{ link }}{{ small.one(other) }}c",
        "{{ small.two(other, link) }}",
        "{{ small.two(link, other=other) }}",
        "{{ small.one(small.one(link)) }}",
        "{% for link in links %}{{ small.two(link, loop.index) }}{% endfor %}",
        "{{ small.each(links) }}{{ link }}",
        "({{ small.each([]) }})",
        "{{ small.one(link) | upper }}{{ small.one(link) ~ link }}",
        "{{ small.deep(tree) }}",
        "{% macro one(x) %}[{{ x }}]{% endmacro %}{{ one(link) }}{{ small.one(link) }}",
        "{% if link %}{{ small.one(other) }}{% else %}{{ small.one(link) }}{% endif %}",
    ],
)
def test_a_macro_in_place_prints_what_a_call_prints(page: str) -> None:
    given = {
        "link": "<a & 'b'>",
        "other": Markup("<b>"),
        "links": ["x", '"y"', "z"],
        "tree": ["1", ["2", ["3"]], ["4"]],
    }
    plain, fast = both(page, **given)
    assert plain == fast != ""


@pytest.mark.parametrize("page", ["{{ small.one() }}", "{{ small.one(nothing) }}", "{{ small.one(link.nothing) }}"])
def test_what_is_missing_is_an_error(page: str) -> None:
    for kind in (Environment, Printing):
        env = kind(
            loader=DictLoader({"small.html": SMALL, "p": '{% import "small.html" as small %}' + page}), **OPTIONS
        )
        with pytest.raises(UndefinedError):
            env.get_template("p").render(link="a")


ROWS = """
{% macro row(item, sign) %}{{ sign }}<{{ item.text }}>{% endmacro %}
{% macro table(items, sign="*") %}{% for item in items %}{{ row(item, sign) }}{% endfor %}{% endmacro %}
"""


@dataclass(frozen=True)
class Told:
    """Tells how often it was asked for its text."""

    asked: list[str] = field(default_factory=list, hash=False)

    @property
    def text(self) -> str:
        self.asked.append("text")
        return "a&b"


def test_a_row_is_printed_once() -> None:
    env = Printing(loader=DictLoader({"rows.html": ROWS}), **OPTIONS)
    page = env.from_string('{% import "rows.html" as rows %}{{ rows.table(items) }}{{ rows.table(items, "+") }}')
    one, other = Told(), Told()
    assert page.render(items=[one, other, one]) == "*<a&amp;b>*<a&amp;b>*<a&amp;b>+<a&amp;b>+<a&amp;b>+<a&amp;b>"
    assert page.render(items=[one]) == "*<a&amp;b>+<a&amp;b>"
    assert one.asked == other.asked == ["text", "text"]


def test_what_can_change_is_printed_anew() -> None:
    env = Printing(loader=DictLoader({"rows.html": ROWS}), **OPTIONS)
    page = env.from_string('{% import "rows.html" as rows %}{{ rows.table(items) }}')
    item = SimpleNamespace(text="a")
    before = page.render(items=[item])
    item.text = "b"
    assert (before, page.render(items=[item])) == ("*<a>", "*<b>")


def test_keys_of_a_dictionary_are_printed_as_jinja_does() -> None:
    page, given = (
        "{{ d.a }}{{ d.b.c }}{{ d.items() | length }}{% if not d.a.x is defined %}!{% endif %}",
        {"a": 1, "b": {"c": 2}},
    )
    plain, fast = (kind(loader=DictLoader({"p": page}), **OPTIONS) for kind in (Environment, Printing))
    assert plain.get_template("p").render(d=given) == fast.get_template("p").render(d=given) == "122!"


def test_no_page_needs_jinja_to_find_its_attributes(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be printed twice, each time."""
    monkeypatch.delattr(Printing, "plain")
    renderer = Renderer(environment(TEMPLATES))
    for section in (*SINGLE.values(), *SPLIT, rules, data):
        assert list(section.pages(tiny(), renderer, "2024-01-01"))


def test_small_macros_are_not_called() -> None:
    env = Printing(loader=DictLoader({"small.html": SMALL}), **OPTIONS)
    code = env.compile('{% import "small.html" as small %}{{ small.two("a", "b") }}', "page.html", raw=True)
    assert "call(" not in code
    assert "small.html" not in code


@pytest.mark.parametrize(
    "value",
    ["", "chữ", "<", ">", "&", '"', "'", "a<b>&'\"", Markup("<b>"), 5, -1, 2.5, True, None, ["<"], Markup("")],
)
def test_escaped_as_markupsafe_does(value: object) -> None:
    assert str(Printing.escaped(value)) == str(escape(value))


@pytest.mark.parametrize("length", [0, 5, 20, 30, 60, 90, 200])
def test_of_a_template_that_was_kept_damaged_nothing_is_taken(tmp_path: Path, length: int) -> None:
    def printed() -> str:
        loader = DictLoader({"page.html": "{{ link }}!"})
        env = Printing(loader=loader, bytecode_cache=Compiled(tmp_path, "x"), **OPTIONS)
        return env.get_template("page.html").render(link="<a>")

    first = printed()
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    assert len(whole) > length
    file.write_bytes(whole[:length])
    assert printed() == first == "&lt;a&gt;!"
    assert file.read_bytes() == whole
