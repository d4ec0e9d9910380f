"""Tables from kept blocks: the bytes of tables made whole; what is damaged is not taken, what changed is made again."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from generator import cache as cache_module
from generator.cache import tidy
from generator.corpus import Corpus
from generator.done import part_of
from generator.exports import OF_PLAN, blocks, spliced, table_records, xlsx_file
from generator.exports.blocks import Block, DamagedError
from generator.exports.calendars import Calendars
from generator.exports.contract import Record, contract
from generator.exports.documents import document_records
from generator.exports.memo import Alike, count
from generator.exports.origin import Origin
from generator.exports.xlsx_file import write_xlsx, xlsx_rows
from generator.history import History
from generator.pages import files
from generator.pages.render import Artifact, Same
from generator.pages.shelved import EXCERPTS, KINDS, Noted, all_blocks, kept_citing, kept_events, known_from
from generator.plans import Plan
from generator.shelf import Shelf, Shelves
from generator.survey import survey
from generator.views.excerpts import Excerpts, Fresh
from generator.views.gists import gists
from tests.exports.written import COMMIT, SITE
from tests.tiny import TINY, tiny

ORIGIN = Origin(SITE, COMMIT)
WITHOUT = Origin()
FILE = "rows.sqlite"
CHANGED, WORDS = "so-cong-thuong-an-binh-2022", "chuẩn bị hội trường"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return tiny()


@pytest.fixture(autouse=True, params=[1, 2], ids=["one-by-one", "in-groups"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Plans of a group, more or less."""
    monkeypatch.setattr(blocks, "GROUP", request.param)
    return int(request.param)


def marks(corpus: Corpus, **others: str) -> dict[str, str]:
    return {plan.slug: "same" for plan in corpus.plans} | others


def calendars(corpus: Corpus, site: str = SITE) -> Calendars:
    return Calendars(corpus, History(), "X", site)


def filled(corpus: Corpus, folder: Path, site: str = SITE, **others: str) -> Shelves:
    """What is kept after a build began; plans of which `others` tell have changed."""
    shelves = Shelves(folder, marks(corpus, **others))
    shelves.fill(lambda slugs: all_blocks(corpus, calendars(corpus, site), slugs), 1)
    return shelves


class Site:
    """A site, of which tables alone are built: `of` gives the files of one, as they are told, and their bytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.same: list[str] = []
        self.built: dict[str, bytes] = {}

    def found(self, path: str) -> tuple[Callable[[int, int], Iterator[bytes]], bytes] | None:
        """As a build finds the files of the last site: as they were written, or not at all."""
        file = self.folder / path
        whole = file.is_file() and len(file.read_bytes()) == len(self.built.get(path, b""))
        return (partial(part_of, file), sha256(self.built[path]).digest()) if whole else None

    def read(self, path: str) -> bytes | None:
        return (self.folder / path).read_bytes() if self.found(path) else None

    def intact(self, path: str) -> bool:
        return self.found(path) is not None

    def of(self, corpus: Corpus, name: str, shelves: Shelves, origin: Origin = ORIGIN) -> dict[str, tuple[bytes, int]]:
        """As a build makes it: once more where what was kept is damaged. Then others may write."""
        for _ in range(2):
            try:
                return dict(self._made(corpus, name, shelves, origin))
            except DamagedError:
                continue
            finally:
                shelves.close()
        raise AssertionError("damaged twice")

    def _made(
        self, corpus: Corpus, name: str, shelves: Shelves, origin: Origin
    ) -> Iterator[tuple[str, tuple[bytes, int]]]:
        self.same, written = [], {}
        for output in files.of_table(corpus, name, origin, shelves, self):
            if isinstance(output, Same):
                self.same.append(output.path)
                written[output.path] = (self.folder / output.path).read_bytes()
            else:
                written[output.path] = output.data
                assert output.told
                output.told(sha256(output.data).digest())
            yield output.path, (written[output.path], output.records or 0)
        for path, data in written.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_bytes(data)
            self.built[path] = data


def whole(corpus: Corpus, name: str, origin: Origin = ORIGIN) -> Mapping[str, tuple[bytes, int]]:
    made = files.of_table(corpus, name, origin)
    return {each.path: (each.data, each.records or 0) for each in made if isinstance(each, Artifact)}


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
def test_kept_blocks_give_the_bytes_of_the_whole(
    corpus: Corpus, tmp_path: Path, name: str, origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second time no record is made, and every file stays."""
    expected, site = whole(corpus, name, origin), Site(tmp_path / "site")
    assert site.of(corpus, name, filled(corpus, tmp_path, origin.site), origin) == expected
    assert site.same == []
    made = counted(monkeypatch, name)
    assert site.of(corpus, name, filled(corpus, tmp_path, origin.site), origin) == expected
    assert (made, len(site.same)) == ([], 3)


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The same with other words in one plan."""
    copy = tmp_path_factory.mktemp("edited") / "content"
    shutil.copytree(TINY, copy)
    file = copy / f"plans/an-binh/{CHANGED}.yaml"
    text = file.read_text(encoding="utf-8")
    assert WORDS in text
    file.write_text(text.replace(WORDS, "sửa soạn lại hội trường"), encoding="utf-8")
    return survey(copy).corpus


@pytest.mark.parametrize("name", ["duties", "clauses"])
def test_what_did_not_change_is_taken_from_the_last_site(
    corpus: Corpus, edited: Corpus, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the blocks on the shelf those alone are asked for that changed; where the commit alone is another, none."""
    monkeypatch.setattr(spliced, "CHUNK", 1)
    site, later = Site(tmp_path / "site"), Origin(SITE)
    site.of(corpus, name, filled(corpus, tmp_path))
    asked: list[str] = []
    get = Shelf.get

    def told(self: Shelf, group: str, form: str) -> Block:
        asked.append(group)
        return get(self, group, form)

    monkeypatch.setattr(Shelf, "get", told)
    expected = whole(corpus, name, later)
    assert site.of(corpus, name, filled(corpus, tmp_path), later) == expected
    assert (asked, len(site.same)) == ([], 2)
    expected = whole(edited, name, later)
    assert site.of(edited, name, filled(edited, tmp_path, **{CHANGED: "other"}), later) == expected
    assert site.same == []
    assert set(asked) == {head for head, group in blocks.groups(marks(corpus)).items() if CHANGED in group}


@pytest.mark.parametrize("room", [1, 2, 3, 5, 8, 13])
@pytest.mark.parametrize("name", ["duties", "deadlines"])
def test_links_and_sheets_end_where_there_is_no_more_room(
    corpus: Corpus, tmp_path: Path, name: str, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan may have rows on either side. The sheets hold what a workbook written row by row does."""
    monkeypatch.setattr(xlsx_file, "LINKED_ROWS", room)
    monkeypatch.setattr(xlsx_file, "ROWS", 2 * room + 1)
    monkeypatch.setattr(spliced, "CHUNK", 1)
    path, shelves = f"data/{name}.xlsx", filled(corpus, tmp_path)
    assert whole(corpus, name)[path] == Site(tmp_path / "site").of(corpus, name, shelves)[path]
    records = [*table_records(corpus, name)]
    number, rows = count(records), xlsx_rows(contract().tables[name], records, ORIGIN, rows=2 * room + 1)
    held = io.BytesIO()
    write_xlsx(held, contract().tables[name], rows, number, ORIGIN, rows=2 * room + 1)
    assert parts(whole(corpus, name)[path][0]) == parts(held.getvalue())


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook, unpacked and each with the right checksum."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", OF_PLAN)
def test_only_the_rows_of_a_changed_plan_are_made(
    corpus: Corpus, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(corpus, tmp_path).close()
    made = counted(monkeypatch, name)
    shelves = filled(corpus, tmp_path, **{CHANGED: "other"})
    assert set(made) == next(set(group) for group in blocks.groups(marks(corpus)).values() if CHANGED in group)
    assert Site(tmp_path / "site").of(corpus, name, shelves) == whole(corpus, name)


def test_blocks_of_plans_that_are_gone_are_removed(corpus: Corpus, tmp_path: Path) -> None:
    shelves = Shelves(tmp_path, marks(corpus, gone="same"))
    shelves.fill(lambda _: (("x", "y", Block([b"x"], 1)),), 1)
    shelves.close()
    filled(corpus, tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("SELECT * FROM blocks WHERE head = 'gone'").fetchall() == []
        heads = [head for (head,) in connection.execute("SELECT head FROM groups ORDER BY head")]
    assert heads == sorted(blocks.groups(marks(corpus)))


def test_what_stands_beside_tables_is_what_plans_tell(corpus: Corpus, tmp_path: Path) -> None:
    """Also where nothing is kept, and for a plan that changed."""
    for others in ({}, {}, {CHANGED: "other"}):
        shelves = filled(corpus, tmp_path, **others)
        assert known_from(corpus, shelves).gists == gists(corpus) == known_from(corpus, None).gists
        assert document_records(corpus, kept_citing(shelves)) == document_records(corpus)
        assert shown(known_from(corpus, shelves).excerpts) == shown(Fresh(corpus))
        made = calendars(corpus)
        assert b"".join(made.of_site(kept_events(shelves))) == b"".join(made.of_site())
        shelves.close()


def shown(excerpts: Excerpts) -> dict[tuple[str, str], dict[str, Any]]:
    """All that pages show of plans: by kind and plan, by its key; each asked for a second time where it was damaged."""
    corpus = excerpts.corpus
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for kind in KINDS:
        for plan in corpus.plans:
            of = found[kind.name, plan.slug] = {}
            for key in kind.make(corpus, plan):
                try:
                    of[key] = excerpts.get(kind, plan.slug, key)
                except DamagedError:
                    of[key] = excerpts.get(kind, plan.slug, key)
    return found


def test_every_kind_of_excerpt_is_there(corpus: Corpus) -> None:
    found = shown(Fresh(corpus))
    assert {kind for (kind, _), of in found.items() if of} == {kind.name for kind in KINDS}


def test_each_process_asks_by_a_connection_of_its_own(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's do not outlive a fork."""
    shelves = filled(corpus, tmp_path)
    here = shelves.standing(EXCERPTS)
    assert here
    assert shelves.standing(EXCERPTS) is here
    with monkeypatch.context() as other:
        other.setattr(os, "getpid", os.getppid)
        there = shelves.standing(EXCERPTS)
        assert there
        assert there.connection is not here.connection
        shelves.close()  # its own alone
    here.connection.execute("SELECT 1")
    here.connection.close()
    with pytest.raises(sqlite3.ProgrammingError):
        there.connection.execute("SELECT 1")


def test_documents_are_cited_by_the_clauses_that_cite_them(corpus: Corpus) -> None:
    found = {record["id"]: record["cited_by"] for record in document_records(corpus)}
    assert any(found.values())
    assert {id_: told for id_, told in found.items() if told} == {
        id_: [f"{fact.plan}#{fact.clause}" for fact in facts] for id_, facts in corpus.cited_by.items()
    }


def test_notes_of_the_search_are_kept_while_their_plan_stays(corpus: Corpus, tmp_path: Path) -> None:
    noted = Noted.of(Shelves(tmp_path, marks(corpus, gone="same")))
    for slug in (CHANGED, "gone", corpus.plans[0].slug):
        noted.put(slug, f"mark of {slug}")
    noted.keep()
    after = Noted.of(Shelves(tmp_path, marks(corpus, **{CHANGED: "other"})))
    assert after.get(CHANGED) is None
    assert after.get(corpus.plans[0].slug) == f"mark of {corpus.plans[0].slug}"
    after.keep()
    assert Noted.of(Shelves(tmp_path, marks(corpus, gone="same"))).get("gone") is None


def told(file: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement, values)
        connection.commit()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no database": lambda file: file.write_text("no database " * 1000),
    "cut": cut,
    "zeros": lambda file: file.write_bytes(file.read_bytes()[:4096] + bytes(file.stat().st_size - 4096)),
    "other table": lambda file: told(file, "ALTER TABLE groups RENAME COLUMN mark TO x"),
    "other columns": lambda file: told(file, "ALTER TABLE blocks RENAME COLUMN hash TO x"),
    "no bytes": lambda file: told(file, "UPDATE blocks SET data = x''"),
    "other bytes": lambda file: told(file, "UPDATE blocks SET data = ?", zlib.compress(b"[1,1]\nxy")),
    "other shape": lambda file: told(file, "UPDATE blocks SET data = ?", zlib.compress(b"{}\n")),
    "no text": lambda file: told(file, "UPDATE blocks SET data = NULL"),
    "other count": lambda file: told(file, "UPDATE blocks SET count = 'x', hash = x'00'"),
    "gone": lambda file: told(file, "DELETE FROM blocks"),
    "no file": lambda file: file.unlink(),
}


@pytest.mark.parametrize("what", DAMAGE)
@pytest.mark.parametrize("when", ["before the build", "during the build"])
def test_of_damaged_blocks_nothing_is_taken(corpus: Corpus, tmp_path: Path, what: str, when: str) -> None:
    """Nor the next time."""
    filled(corpus, tmp_path).close()
    shelves = None
    if when == "during the build":
        shelves = filled(corpus, tmp_path)
        shelves.close()
    DAMAGE[what](tmp_path / FILE)
    for _ in range(2):
        shelves = shelves or filled(corpus, tmp_path)
        for name in ("duties", "deadlines"):
            assert Site(tmp_path / "site").of(corpus, name, shelves) == whole(corpus, name)
        known = known_from(corpus, shelves)
        assert known.gists == gists(corpus)
        assert shown(known.excerpts) == shown(Fresh(corpus))
        shelves.close()
        shelves = None


def changed_by_hand(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
def test_a_file_of_the_last_site_that_someone_changed_is_not_taken(
    corpus: Corpus, edited: Corpus, tmp_path: Path, form: str
) -> None:
    """It is made from the blocks; so it is where it is gone."""
    site = Site(tmp_path / "site")
    for damage in (changed_by_hand, Path.unlink):
        for now, others in ((corpus, {}), (edited, {CHANGED: "other"})):
            site.of(corpus, "duties", filled(corpus, tmp_path))
            damage(site.folder / f"data/duties.{form}")
            assert site.of(now, "duties", filled(now, tmp_path, **others)) == whole(now, "duties")
            assert f"data/duties.{form}" not in site.same


@pytest.mark.parametrize("what", ["cut", "one bit", "empty", "other program", "gone"])
def test_of_damaged_places_of_pieces_nothing_is_taken(
    corpus: Corpus, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, file = Site(tmp_path / "site"), tmp_path / "duties.kept"
    site.of(corpus, "duties", filled(corpus, tmp_path))
    data = file.read_bytes()
    match what:
        case "cut":
            file.write_bytes(data[:-9])
        case "one bit":
            file.write_bytes(data[:200] + bytes((data[200] ^ 1,)) + data[201:])
        case "empty":
            file.write_bytes(b"")
        case "gone":
            file.unlink()
        case _:
            monkeypatch.setattr(cache_module, "program", lambda: "0" * 64)
    assert site.of(corpus, "duties", filled(corpus, tmp_path)) == whole(corpus, "duties")
    assert site.same == []


def test_where_nothing_can_be_kept_tables_are_made_all_the_same(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is there for this time alone is removed; other tests have their own in the system's folder."""
    (tmp_path / "passing").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "passing"))
    (tmp_path / "file").write_text("no folder")
    shelves = filled(corpus, tmp_path / "file")
    assert Site(tmp_path / "site").of(corpus, "duties", shelves) == whole(corpus, "duties")
    shelves.close()
    assert not [*(tmp_path / "passing").iterdir()]


def test_what_another_build_holds_is_left_to_it(corpus: Corpus, edited: Corpus, tmp_path: Path) -> None:
    other = filled(corpus, tmp_path)
    data = (tmp_path / FILE).read_bytes()
    mine = filled(edited, tmp_path, **{CHANGED: "other"})
    assert Site(tmp_path / "site").of(edited, "duties", mine) == whole(edited, "duties")
    assert Site(tmp_path / "other").of(corpus, "duties", other) == whole(corpus, "duties")
    mine.close()
    other.close()
    assert (tmp_path / FILE).read_bytes() == data


def test_what_was_made_is_kept_only_if_all_went_well(corpus: Corpus, tmp_path: Path) -> None:
    def stops(slugs: list[str]) -> Iterator[tuple[str, str, Block]]:
        if corpus.plans[-1].slug in slugs:
            raise KeyboardInterrupt
        yield "duties", "json", Block([b"x"], 1)

    with pytest.raises(KeyboardInterrupt):
        Shelves(tmp_path, marks(corpus)).fill(stops, 1)
    assert Site(tmp_path / "site").of(corpus, "duties", filled(corpus, tmp_path)) == whole(corpus, "duties")


def test_several_processes_make_the_same_blocks(corpus: Corpus, tmp_path: Path) -> None:
    """Parts that are done are counted; the last of them is for who asked."""
    progress: list[tuple[int, int]] = []
    shelves = Shelves(tmp_path, marks(corpus))
    shelves.fill(lambda slugs: all_blocks(corpus, calendars(corpus), slugs), 2, lambda *told: progress.append(told))
    number = len(blocks.groups(marks(corpus)))
    assert progress == [(done, number + 1) for done in range(1, number + 1)]
    assert Site(tmp_path / "site").of(corpus, "duties", shelves) == whole(corpus, "duties")


def test_rows_of_sites_that_are_built_no_more_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "SITES", 2)
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / FILE).touch()
    tidy(tmp_path)
    assert len([*tmp_path.iterdir()]) == 2
    tidy(tmp_path / "nowhere")
    assert len([*tmp_path.iterdir()]) == 2
