"""Tables from kept rows: the bytes of tables made whole; what is damaged is not taken, what changed is made again."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from generator import cache as cache_module
from generator.cache import tidy
from generator.corpus import Corpus
from generator.exports import OF_PLAN, spliced, xlsx_file
from generator.exports.contract import Record
from generator.exports.memo import Alike
from generator.exports.origin import Origin
from generator.pages import files
from generator.pages.render import Artifact
from generator.plans import Plan
from generator.shelf import DamagedError, Shelves
from tests.exports.written import COMMIT, SITE
from tests.tiny import tiny

ORIGIN = Origin(SITE, COMMIT)
WITHOUT = Origin()


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return tiny()


@pytest.fixture(autouse=True, params=[1, 2], ids=["one-by-one", "in-groups"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Plans of a group, more or less."""
    monkeypatch.setattr(spliced, "GROUP", request.param)
    return int(request.param)


def marks(corpus: Corpus, **others: str) -> dict[str, str]:
    return {plan.slug: "same" for plan in corpus.plans} | others


def held(artifacts: Iterator[Artifact]) -> dict[str, tuple[bytes, int | None]]:
    return {artifact.path: (artifact.data, artifact.records) for artifact in artifacts}


def whole(corpus: Corpus, name: str, origin: Origin = ORIGIN) -> Mapping[str, tuple[bytes, int | None]]:
    return held(files.of_table(corpus, name, origin))


def from_rows(
    corpus: Corpus, name: str, shelves: Shelves, origin: Origin = ORIGIN
) -> Mapping[str, tuple[bytes, int | None]]:
    """As a build makes it: once more where what was kept is damaged."""
    try:
        return held(files.of_table(corpus, name, origin, shelves))
    except DamagedError:
        return held(files.of_table(corpus, name, origin, shelves))


def counted(monkeypatch: pytest.MonkeyPatch, name: str) -> list[str]:
    """The plans whose records are made from now on."""
    made: list[str] = []
    make = OF_PLAN[name]

    def told(corpus: Corpus, plan: Plan) -> Iterator[Record | Alike]:
        made.append(plan.slug)
        return make(corpus, plan)

    monkeypatch.setitem(OF_PLAN, name, told)
    return made


@pytest.mark.parametrize("name", OF_PLAN)
@pytest.mark.parametrize("origin", [ORIGIN, WITHOUT], ids=["address", "no-address"])
def test_kept_rows_give_the_bytes_of_the_whole(
    corpus: Corpus, tmp_path: Path, name: str, origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, shelves = whole(corpus, name, origin), Shelves(tmp_path, marks(corpus))
    assert from_rows(corpus, name, shelves, origin) == expected
    made = counted(monkeypatch, name)
    assert from_rows(corpus, name, shelves, origin) == expected
    assert made == []


@pytest.mark.parametrize("room", [1, 2, 3, 5, 8, 13])
@pytest.mark.parametrize("name", ["duties", "deadlines"])
def test_links_end_where_a_sheet_has_no_more_room(
    corpus: Corpus, tmp_path: Path, name: str, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan may have rows on either side."""
    linked, shelves = whole(corpus, name), Shelves(tmp_path, marks(corpus))
    from_rows(corpus, name, shelves)
    for module in (xlsx_file, spliced):
        monkeypatch.setattr(module, "LINKED_ROWS", room)
    expected = whole(corpus, name)
    assert expected != linked
    assert from_rows(corpus, name, shelves) == expected
    assert from_rows(corpus, name, shelves) == expected


@pytest.mark.parametrize("name", OF_PLAN)
def test_only_the_rows_of_a_changed_plan_are_made(
    corpus: Corpus, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_rows(corpus, name, Shelves(tmp_path, marks(corpus)))
    expected, changed = whole(corpus, name), corpus.plans[1].slug
    made = counted(monkeypatch, name)
    assert from_rows(corpus, name, Shelves(tmp_path, marks(corpus, **{changed: "other"}))) == expected
    assert set(made) == next(set(group) for group in spliced.groups(marks(corpus)).values() if changed in group)


def test_rows_of_plans_that_are_gone_are_removed(corpus: Corpus, tmp_path: Path) -> None:
    before = marks(corpus, gone="same")
    from_rows(corpus, "duties", Shelves(tmp_path, before))
    group = next(head for head, plans in spliced.groups(before).items() if "gone" in plans)
    with Shelves(tmp_path, before).of("duties") as shelf:
        shelf.put(group, "json", spliced.Block([b"x"]))
    for now in (marks(corpus), before):
        with Shelves(tmp_path, now).of("duties") as shelf:
            assert shelf.count(group, "json") is None


def told(file: Path, statement: str, *values: object) -> None:
    with sqlite3.connect(file) as connection:
        assert connection.execute(statement, values)
    connection.close()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no database": lambda file: file.write_text("no database " * 1000),
    "cut": cut,
    "zeros": lambda file: file.write_bytes(file.read_bytes()[:4096] + bytes(file.stat().st_size - 4096)),
    "other table": lambda file: told(file, "ALTER TABLE rows RENAME COLUMN mark TO x"),
    "no bytes": lambda file: told(file, "UPDATE rows SET data = x''"),
    "other bytes": lambda file: told(file, "UPDATE rows SET data = ?", zlib.compress(b"[[1],[]]\nxy")),
    "other shape": lambda file: told(file, "UPDATE rows SET data = ?", zlib.compress(b"{}\n")),
    "no text": lambda file: told(file, "UPDATE rows SET data = NULL"),
    "other count": lambda file: told(file, "UPDATE rows SET count = count + 1"),
    "no count": lambda file: told(file, "UPDATE rows SET count = 'x'"),
}


@pytest.mark.parametrize("what", DAMAGE)
@pytest.mark.parametrize("name", ["duties", "deadlines"])
def test_of_damaged_rows_nothing_is_taken(corpus: Corpus, tmp_path: Path, name: str, what: str) -> None:
    expected = whole(corpus, name)
    from_rows(corpus, name, Shelves(tmp_path, marks(corpus)))
    DAMAGE[what](tmp_path / f"{name}.sqlite")
    assert from_rows(corpus, name, Shelves(tmp_path, marks(corpus))) == expected
    assert from_rows(corpus, name, Shelves(tmp_path, marks(corpus))) == expected


def test_where_nothing_can_be_kept_tables_are_made_all_the_same(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert from_rows(corpus, "duties", Shelves(tmp_path / "file", marks(corpus))) == whole(corpus, "duties")


def test_what_another_build_holds_is_left_to_it(corpus: Corpus, tmp_path: Path) -> None:
    from_rows(corpus, "duties", Shelves(tmp_path, marks(corpus)))
    with Shelves(tmp_path, marks(corpus)).of("duties") as other:
        other.put(corpus.plans[0].slug, "json", spliced.Block([b"x"]))
        assert from_rows(corpus, "duties", Shelves(tmp_path, marks(corpus))) == whole(corpus, "duties")
    with Shelves(tmp_path, marks(corpus)).of("duties") as shelf:
        assert shelf.get(corpus.plans[0].slug, "json").rows == [b"x"]


def test_what_was_put_is_kept_only_if_all_went_well(corpus: Corpus, tmp_path: Path) -> None:
    slug = corpus.plans[0].slug
    making = Shelves(tmp_path, marks(corpus)).of("duties")
    making.__enter__().put(slug, "json", spliced.Block([b"x"]))
    stop = KeyboardInterrupt()
    assert not making.__exit__(KeyboardInterrupt, stop, stop.__traceback__)
    with Shelves(tmp_path, marks(corpus)).of("duties") as shelf:
        assert shelf.count(slug, "json") is None


def test_rows_of_sites_that_are_built_no_more_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "SITES", 2)
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "duties.sqlite").touch()
    tidy(tmp_path)
    assert len([*tmp_path.iterdir()]) == 2
    tidy(tmp_path / "nowhere")
    assert len([*tmp_path.iterdir()]) == 2
