"""What is kept of plans changes nothing: a survey with it says what a survey without it says, whatever happened."""

from __future__ import annotations

import re
import shutil
import sqlite3
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import cache, findings, plan_shelf, readings
from generator.facts import PlanFacts
from generator.plan_shelf import ChangedError, Judge, PlanAt
from generator.plans import Plan
from generator.problems import Place, Problem
from generator.readings import Readings
from generator.resolver import corpus
from generator.resolver.citations import Library
from generator.resolver.names import Reader
from generator.survey import Survey, survey, survey_again
from tests.tiny import TINY

PLAN = "plans/an-binh/an-binh-2022.yaml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "content"))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "plans.sqlite"


def told(found: Survey) -> list[object]:
    """All that a survey found, read to the last clause."""
    all_ = found.corpus
    plans = [
        (plan, plan.tops, plan.file, places(plan), all_.facts[plan.slug], all_.ties[plan.slug]) for plan in all_.plans
    ]
    return [plans, all_.issuers, all_.fidelity, all_.updates, found.problems, all_.duties]


def places(plan: Plan) -> list[Place]:
    """Where all that it says stands."""
    return [plan.spot(*clause.at, *steps) for clause in plan.clauses for steps in ((), ("text",), ("lead", 0))]


def seen(content: Path, kept: Path) -> Survey:
    """A survey with what is kept, which is compared with one without."""
    found = survey(content, readings=Readings(kept), today="2026-01-01")
    assert told(found) == told(survey(content, today="2026-01-01"))
    return found


def found_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The plans that are read, and whose facts are found out, from now on."""
    done: list[str] = []
    read, find = plan_shelf._read, corpus.facts_of

    def reading(at: PlanAt, data: bytes, judge: Judge | None = None) -> tuple[Plan | None, tuple[Problem, ...]]:
        done.append(f"read {at.slug}")
        return read(at, data, judge)

    def finding(plan: Plan, reader: Reader | None, library: Library) -> PlanFacts:
        done.append(f"facts {plan.slug}")
        return find(plan, reader, library)

    monkeypatch.setattr(plan_shelf, "_read", reading)
    monkeypatch.setattr(findings, "facts_of", finding)
    return done


def edited(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def noted(content: Path) -> None:
    with (content / PLAN).open("a", encoding="utf-8") as file:
        file.write("\nnotes:\n  - note: thử\n")


def test_only_what_changed_is_read_and_found_out_again(
    content: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen(content, kept)
    noted(content)
    done = found_out(monkeypatch)
    survey(content, readings=Readings(kept))
    assert done == ["read an-binh-2022", "facts an-binh-2022"]
    done.clear()
    assert told(survey(content, readings=Readings(kept)))
    assert done == []


def renumbered(content: Path) -> None:
    """A plan gives up the number by which another one cites it."""
    edited(content / PLAN, "number: 45/KH-UBND", "number: 46/KH-UBND")


def without_a_plan(content: Path) -> None:
    (content / PLAN).unlink()


def unreadable(content: Path) -> None:
    (content / PLAN).write_text("title: [", encoding="utf-8")


def without_a_source(content: Path) -> None:
    next((content / "sources").iterdir()).unlink()


def other_source(content: Path) -> None:
    file = next((content / "sources").iterdir())
    file.write_text(file.read_text(encoding="utf-8") + "\nthêm", encoding="utf-8")


def other_unit(content: Path) -> None:
    file = sorted((content / "units").iterdir())[0]
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"name: (Sở \S+)", r"name: \1 khác", text, count=1), encoding="utf-8")


def without_results(content: Path) -> None:
    shutil.rmtree(content / "updates")


EDITS = (
    noted, renumbered, without_a_plan, unreadable, without_a_source, other_source, other_unit, without_results,
)  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_after_an_edit_all_is_as_if_nothing_were_kept(content: Path, kept: Path, edit: Callable[[Path], None]) -> None:
    seen(content, kept)
    before = shutil.copytree(content, content.parent / "before")
    edit(content)
    seen(content, kept)
    seen(content, kept)
    shutil.rmtree(content)
    shutil.copytree(before, content)
    seen(content, kept)


def broken(file: Path) -> None:
    file.write_bytes(b"no database" * 999)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def other_values(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE kept SET data = ?", (zlib.compress(b"no pickle"),))


def values_gone(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("DELETE FROM kept WHERE kind IN ('outline', 'facts')")


@pytest.mark.parametrize("damage", [broken, cut, other_values, values_gone, Path.unlink])
def test_damage_is_no_harm(content: Path, kept: Path, damage: Callable[[Path], None]) -> None:
    seen(content, kept)
    damage(kept)
    seen(content, kept)
    seen(content, kept)


def test_another_program_takes_nothing(content: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen(content, kept)
    monkeypatch.setattr(cache, "program", lambda: "another")
    done = found_out(monkeypatch)
    survey(content, readings=Readings(kept))
    assert "read an-binh-2022" in done


def test_few_are_held(content: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "FEW", 0)
    monkeypatch.setattr(readings, "SOME", 1)
    seen(content, kept)
    seen(content, kept)


def test_while_another_build_writes_nothing_is_kept(content: Path, kept: Path) -> None:
    other = Readings(kept)
    seen(content, kept)
    other.close()
    seen(content, kept)


def test_what_is_shown_stays_while_its_file_changes(content: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site served with a mistake in a file shows what the file said before; what is gone for a day is removed."""
    now = time.time()
    before = survey(content)
    seen(content, kept)
    shown = survey(content, readings=Readings(kept))
    for edit in (noted, renumbered, unreadable):
        edit(content)
        seen(content, kept)
    size = rows(kept)
    assert told(shown) == told(before)
    monkeypatch.setattr(time, "time", lambda: now + readings.DAY + 60)
    seen(content, kept)
    assert rows(kept) < size


def rows(file: Path) -> int:
    with sqlite3.connect(file) as connection:
        return int(connection.execute("SELECT count(*) FROM kept").fetchone()[0])


def test_a_look_alone_does_not_begin_to_keep(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    survey_again(content, begin=False)
    assert list(tmp_path.glob("cache/plansite/plans/*")) == []
    survey_again(content)
    done = found_out(monkeypatch)
    assert told(survey_again(content, begin=False)) == told(survey(content))
    assert len(done) == 6
    noted(content)
    done.clear()
    survey_again(content, begin=False)
    survey_again(content, begin=False)
    assert done == ["read an-binh-2022", "facts an-binh-2022"]


def test_a_file_that_changes_under_a_build_is_told(content: Path, kept: Path) -> None:
    seen(content, kept)
    found = survey(content, readings=Readings(kept))
    slug = "so-cong-thuong-an-binh-2022"
    (content / f"plans/an-binh/{slug}.yaml").write_text("", encoding="utf-8")
    values_gone(kept)
    with pytest.raises(ChangedError, match=slug):
        _ = found.corpus.plan_by_slug[slug].clauses
