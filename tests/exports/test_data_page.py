"""/du-lieu/: every file and field, and an example that runs as it is printed."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from html import unescape
from pathlib import Path

import html5lib
import pytest

from generator.exports.contract import contract
from generator.exports.described import described
from generator.views.downloads import downloads, file_size
from tests.exports.written import CORPORA, data_page, pages_of, written


def example(html: str) -> str:
    _, _, rest = html.partition('<pre><code id="python">')
    return unescape(rest.partition("</code></pre>")[0])


def test_the_example_runs_on_the_built_data(tmp_path: Path) -> None:
    made = written("five-plans")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/duties.json").write_bytes(made.files["data/duties.json"])
    code = example(data_page(made, f"{tmp_path.as_uri()}/"))
    assert len(code.splitlines()) == 10
    command = [sys.executable, "-I", "-X", "utf8", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    *most, last = done.stdout.splitlines()
    leads = [d for d in made.corpus.duties if d.role == "lead" and d.certain]
    counted = Counter(made.corpus.registry.units[duty.unit].full_name for duty in leads)
    said = {line.split(" ", 1)[1]: int(line.split(" ", 1)[0]) for line in most}
    assert len(said) == min(10, len(counted))
    assert sorted(said.values(), reverse=True) == sorted(counted.values(), reverse=True)[:10]
    assert all(counted[name] == number for name, number in said.items())
    assert f"{tmp_path.as_uri()}/ke-hoach/{leads[0].plan}/#{leads[0].clause}" in last


def test_without_an_address_the_example_says_what_to_put_in() -> None:
    html = data_page(written("tiny"), "")
    assert 'TRANG = "https://dia-chi-cua-trang/"' in example(html)
    assert "thay địa chỉ ở dòng thứ ba" in html
    assert "thay địa chỉ" not in pages_of("tiny")["du-lieu/"].html
    assert example(html).splitlines()[2].startswith("TRANG")


@pytest.mark.parametrize("corpus", CORPORA)
def test_every_field_and_code_is_explained(corpus: str) -> None:
    html = pages_of(corpus)["du-lieu/"].html
    known = contract()
    for table in (*known.tables.values(), *known.beside.values()):
        assert f'<h3 id="{table.name}">' in html
        part = html.partition(f'<h3 id="{table.name}">')[2].partition("<h3")[0]
        for item in described(table):
            assert f"<code>{item.path}</code>" in part, (table.name, item.path)
            assert item.field.title in part
            assert all(f"<code>{code}</code>" in part for code in item.field.values or ())
    parser = html5lib.HTMLParser()
    parser.parseFragment(html)
    assert parser.errors == []


def test_the_calendar_and_the_feed_are_offered_once_they_are_made() -> None:
    html = data_page(written("tiny"), "")
    assert 'href="../thoi-han.ics"' in html
    assert 'href="../thay-doi.xml"' in html
    html = data_page(written("tiny"), "", "thoi-han.ics", "thay-doi.xml")
    assert "thoi-han.ics" not in html, "nothing is offered that is not made"
    assert "thay-doi.xml" not in html


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "1 KB"), (1, "1 KB"), (1536, "2 KB"), (731_071, "714 KB"), (1_258_291, "1,2 MB")]
)
def test_sizes_are_as_file_managers_show_them(count: int, shown: str) -> None:
    assert file_size(count) == shown
    assert [d.size for d in downloads([("xlsx", "a"), ("csv", "b")], {"a": count})] == [shown]
