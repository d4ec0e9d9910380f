"""What came of jobs, packed; and what is gone where another site follows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.done import Done, Listed, Results
from generator.folder import Told
from generator.kept import Kept

TOLD: Told = (3, 1_795_279_671_024_946_192, b"\xff" * 32)
PAGES = (Listed("", ()), Listed("don-vi/ubnd/", ("content/plans/a.yaml", "content/plans/b.yaml")))


def done(files: Mapping[str, Told], key: str = "x") -> Done:
    return Done.of(key, "needs", Results(files, {}))


def test_what_was_packed_is_the_same() -> None:
    files = {"index.html": TOLD, "don-vi/ubnd/index.html": (0, 0, b""), "data/duties.json": (1 << 40, -1, b"\0")}
    results = Results(files, {"data/duties.json": 7, "a.txt": None}, PAGES)
    assert Done.of("x", "needs", results).results() == results
    assert Done.of("x", "needs", results).pages == 2


def test_equal_results_are_packed_alike_whoever_holds_their_values() -> None:
    name = "index" + ".html"
    held = [name, "".join(["index", ".html"])]
    assert len({done({path: (3, 4, bytes(32))}).packed for path in held}) == 1


def test_files_are_the_same_whatever_else_is_told() -> None:
    one = Done.of("x", "needs", Results({"a": TOLD}, {}, PAGES))
    assert one.same_files(done({"a": TOLD}))
    assert not one.same_files(done({"a": (4, *TOLD[1:])}))
    assert not one.same_files(None)


SITES = st.dictionaries(st.integers(0, 30), st.tuples(st.integers(0, 4), st.integers(0, 2)))
"""File → its job, its bytes: so that no two jobs make one file."""


@given(SITES, SITES)
def test_what_is_gone_is_what_no_job_makes_any_more(
    before: dict[int, tuple[int, int]], after: dict[int, tuple[int, int]]
) -> None:
    def jobs(site: dict[int, tuple[int, int]]) -> list[Done]:
        return [
            done({str(file): (size, 0, b"") for file, (own, size) in site.items() if own == job}, str(job))
            for job in {own for own, _ in site.values()}
        ]

    kept = Kept(Path("site"), {one.key: one for one in jobs(before)})
    assert kept.gone(jobs(after)) == {str(file) for file in before.keys() - after.keys()}
