"""A survey by several processes says what one process says, whatever is kept and whatever is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest

from generator import readings, workers
from generator.plan_shelf import ChangedError
from generator.readings import Readings
from generator.survey import Survey, survey
from tests.test_readings import EDITS, PLAN, edited, told, values_gone
from tests.test_workers import alone
from tests.tiny import TINY

R = TypeVar("R")


def mistaken(content: Path) -> None:
    """Mistakes that are seen in a file alone, against the registers, and beside the source."""
    edited(content / PLAN, "period: năm 2022", "period: năm nào đó")
    edited(content / PLAN, "place: tỉnh An Bình", "place: tỉnh Không Có")


MADE: dict[str, Callable[[Path], None]] = {edit.__name__: edit for edit in (*EDITS, mistaken)}


def looked(content: Path, kept: Readings | None = None) -> Survey:
    return survey(content, today="2026-01-01", readings=kept)


@pytest.fixture
def crews(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Work is divided however little it is; by how many processes is noted here."""
    return divided(monkeypatch)


def divided(patch: pytest.MonkeyPatch) -> list[int]:
    begun: list[int] = []
    each = workers.each

    def noted(count: int, do: Callable[[int], R], crew: int) -> Iterator[R]:
        begun.append(crew)
        return each(count, do, crew)

    patch.setattr(workers, "MANY", 2)
    patch.setattr(workers, "SLICE", 1)
    patch.setattr(workers, "each", noted)
    return begun


@alone
def the_same(by: str, edit: str, few: int) -> None:
    """Before and after an edit: with nothing to keep it, kept anew, had again, and while another build writes."""
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        content, kept = Path(shutil.copytree(TINY, Path(name) / "content")), Path(name) / "plans.sqlite"
        patch.setenv("PLANSITE_WORKERS", by)
        patch.setattr(readings, "FEW", few)
        begun = divided(patch)
        for change in (None, MADE[edit]):
            if change:
                change(content)
            wanted = told(looked(content))
            assert begun.count(int(by)) == len(begun)
            for known in (Readings(), Readings(kept), Readings(kept)):
                assert told(looked(content, known)) == wanted
            other = Readings(kept)
            assert told(looked(content, Readings(kept))) == wanted
            other.close()
            kept.unlink()
            other = Readings(kept)
            assert told(looked(content, Readings(kept))) == wanted
            other.close()
        assert begun if by != "1" else not begun


CASES = [*((edit, "2", 0) for edit in sorted(MADE)), *(("mistaken", by, few) for by in "13" for few in (0, 1024))]


@pytest.mark.parametrize(("edit", "by", "few"), CASES)
def test_whoever_does_it_the_same_is_told(edit: str, by: str, few: int) -> None:
    the_same(by, edit, few)


@alone
def changed_meanwhile() -> None:
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        content, kept = Path(shutil.copytree(TINY, Path(name) / "content")), Path(name) / "plans.sqlite"
        patch.setenv("PLANSITE_WORKERS", "2")
        begun = divided(patch)
        found = looked(content, Readings(kept))
        assert begun
        slug = "so-cong-thuong-an-binh-2022"
        (content / f"plans/an-binh/{slug}.yaml").write_text("", encoding="utf-8")
        values_gone(kept)
        with pytest.raises(ChangedError, match=slug):
            _ = found.corpus.plan_by_slug[slug].clauses


def test_a_file_that_changes_after_others_read_it_is_told() -> None:
    changed_meanwhile()


def test_beside_other_threads_one_process_does_it(
    content: Path, crews: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "can_fork", lambda: False)
    assert told(looked(content, Readings())) == told(looked(content))
    assert crews == []


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "content"))
