"""What more plans would weigh: kinds of files told apart, a straight line through two sites."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.sizes import KINDS, kind_of, reckoned, report, weigh


def site(folder: Path, plans: int) -> Path:
    """A built site in small: two files a plan, one picture, a fixed page."""
    files = {
        "index.html": 1000,
        "data/inventory.json": 0,
        "data/duties.json": 100_000 + 50_000 * plans,
        "search/index.json": 10 * plans,
    }
    for number in range(plans):
        files |= {f"ke-hoach/{number}/index.html": 100, f"ke-hoach/{number}/plan.json": 50}
        files |= {f"ke-hoach/{number}/chia-se.png": 7}
    for path, size in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b"x" * size)
    told = {"files": [{"table": "units", "records": 9}, {"table": "plans", "records": plans}]}
    (folder / "data/inventory.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("ke-hoach/a/index.html", "pages"),
        ("404.html", "pages"),
        ("ke-hoach/a/chia-se.png", "pictures"),
        ("ke-hoach/a/plan.json", "beside plans"),
        ("don-vi/a/nghia-vu.csv", "beside units"),
        ("data/plans.json", "tables"),
        ("search/c45/t0", "search"),
        ("assets/fonts/a.woff2", "the rest"),
        ("thay-doi.xml", "the rest"),
    ],
)
def test_kinds_of_files(path: str, kind: str) -> None:
    assert kind_of(path) == kind
    assert kind in KINDS


def test_the_line_through_two_sites_is_exact_where_growth_is_straight(tmp_path: Path) -> None:
    small, large, more = (weigh(site(tmp_path / str(plans), plans)) for plans in (2, 5, 40))
    for kind in KINDS:
        if kind != "tables":  # the digits of its numbers
            assert reckoned(small, large, kind, 40) == more.kinds[kind]
    assert more.kinds["pages"].bytes == 1000 + 40 * 100


def test_the_table_holds_the_weighed_and_the_reckoned(tmp_path: Path) -> None:
    small, large = (weigh(site(tmp_path / str(plans), plans)) for plans in (2, 5))
    table = list(report(small, large))
    assert len(table) == 2 + len(KINDS) + 2
    assert table[0].startswith("| files · bytes | 2 plans | 5 plans | 10,000 | 100,000 | 1,000,000 |")
    assert "| 3 · 0.0 MB | 6 · 0.0 MB | 10,001 · 1.0 MB | 100,010 · 10.0 MB | 1,000,100 · 100.1 MB |" in table[2]
    assert table[-1] == "| one file: data/duties.json | 0.2 MB | 0.3 MB | 500.1 MB | 500.1 MB | 500.1 MB |"
