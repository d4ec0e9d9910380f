"""A plan checked by itself: what comes of it is what a survey of the whole folder says, or nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from generator.recheck import FEW, Rechecked, recheck
from generator.survey import Survey, survey
from tests.incremental import KEYS

TODAY = "2023-11-01"
PLAN = "plans/an-binh/an-binh-2022.yaml"
EDITS = 120


def anew(content: Path) -> Survey:
    return survey(content, today=TODAY)


def again(found: Survey, *files: Path) -> Rechecked | None:
    return recheck(found.content, found.corpus, files, TODAY)


def same(one: Rechecked, other: Survey) -> None:
    """All that is known of the plans."""
    assert one.content.plans == other.content.plans
    assert [plan.file for plan in one.content.plans] == [plan.file for plan in other.content.plans]
    for plan, again in zip(one.content.plans, other.content.plans, strict=True):
        assert [plan.spot(*clause.at) for clause in plan.clauses] == [
            again.spot(*clause.at) for clause in again.clauses
        ]
    assert [plan.tops for plan in one.content.plans] == [plan.tops for plan in other.content.plans]
    assert one.content.marks == other.content.marks
    assert dict(one.corpus.facts) == dict(other.corpus.facts)
    assert one.corpus.ties == other.corpus.ties
    assert one.corpus.fidelity == other.corpus.fidelity
    assert one.corpus.updates == other.corpus.updates
    assert one.corpus.issuers == other.corpus.issuers


def edited(text: str, plans: list[str], random: Random) -> str:
    """A word twice, a line gone, or a value as it stands in some plan."""
    lines = text.splitlines(keepends=True)
    at = random.randrange(len(lines))
    match random.randrange(3):
        case 0:
            words = lines[at].rstrip("\n").split(" ")
            words.insert(random.randrange(len(words) + 1), random.choice(words))
            lines[at] = " ".join(words) + "\n"
        case 1:
            del lines[at]
        case _:
            pattern = re.compile(rf"^([ -]*)({'|'.join((*KEYS, 'title', 'note', 'number'))}): ([^{{\[\n]+)$", re.M)
            found = list(pattern.finditer(text))
            chosen = random.choice(found)
            taken = [match[3] for plan in plans for match in pattern.finditer(plan) if match[2] == chosen[2]]
            return text[: chosen.start(3)] + random.choice(taken) + text[chosen.end(3) :]
    return "".join(lines)


def test_after_any_edit_of_a_plan_it_says_what_a_survey_says_or_nothing(content: Path) -> None:
    """Edits that leave an error are taken back; the others stay, one on the other."""
    random, found, told = Random(1), anew(content), 0
    files = sorted(content.glob("plans/*/*.yaml"))
    for _ in range(EDITS):
        file = random.choice(files)
        before = file.read_text(encoding="utf-8")
        file.write_text(edited(before, [each.read_text(encoding="utf-8") for each in files], random), encoding="utf-8")
        one, other = again(found, file), anew(content)
        if one:
            told += 1
            assert other.errors == ()
            same(one, other)
            found = Survey(one.content, one.corpus, ())
        elif other.errors:
            file.write_text(before, encoding="utf-8")
        else:
            found = other
    assert told > EDITS // 10


def test_a_source_text_with_its_plan(content: Path) -> None:
    found = anew(content)
    plan = found.corpus.plan_by_slug["an-binh-2022"]
    source = content / plan.file.source.file
    one = again(found, source)
    assert one
    assert one.slugs == ("an-binh-2022",)
    with source.open("a", encoding="utf-8") as text:
        text.write("thêm\n")
    assert again(found, source) is None, "the plan says another hash"


def removed(file: Path) -> None:
    file.unlink()


def linked(file: Path) -> None:
    file.rename(file.with_suffix(".txt"))
    file.symlink_to(file.with_suffix(".txt"))


def numbered(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    other = re.sub(r"^number: .*", "number: 777/KH-UBND", text, flags=re.M)
    assert other != text
    file.write_text(other, encoding="utf-8")


def broken(file: Path) -> None:
    file.write_text("a: [", encoding="utf-8")


@pytest.mark.parametrize("change", [removed, linked, numbered, broken])
def test_where_more_must_be_looked_at_nothing_is_said(content: Path, change: Callable[[Path], None]) -> None:
    found = anew(content)
    change(content / PLAN)
    assert again(found, content / PLAN) is None


@pytest.mark.parametrize("other", ["topics.yaml", "units/an-binh.yaml", "gioi-thieu.md", "plans/an-binh/moi.yaml"])
def test_another_file_beside_the_plan(content: Path, other: str) -> None:
    found = anew(content)
    (content / other).touch()
    assert again(found, content / PLAN)
    assert again(found, content / PLAN, content / other) is None
    (content / other).unlink()
    known = other in {path.partition("/")[2] for path in found.content.registers.paths}
    assert (again(found, content / PLAN, content / other) is None) is known, "a passing file is nothing, a register is"


def test_nothing_and_too_many(content: Path) -> None:
    found = anew(content)
    assert again(found) is None
    assert again(found, content.parent / "mkdocs.yml") is None
    for number in range(FEW):
        copy = content / f"plans/an-binh/ke-hoach-{number}.yaml"
        text = (content / PLAN).read_text(encoding="utf-8")
        copy.write_text(re.sub(r"^number: .*", f"number: 10{number}/KH-UBND", text, flags=re.M), encoding="utf-8")
    found = anew(content)
    files = sorted(content.glob("plans/*/*.yaml"))
    assert len(files) > FEW
    assert again(found, *files) is None
    shutil.rmtree(content)
    assert again(found, files[0]) is None
