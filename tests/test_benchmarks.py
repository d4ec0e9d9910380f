"""Synthetic corpora are whole, the same twice and as dense as the five plans; the comparison counts right."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest

from benchmarks import process, world
from benchmarks.comparison import Output, Result, Setting, Turn, in_turns
from benchmarks.contenders import CONTENDERS, editable, environment_of
from benchmarks.copying import copying
from benchmarks.corpus import CONTENT, Order, make_world, write_corpus
from benchmarks.language import learn
from benchmarks.plan import write
from benchmarks.process import Ran, run
from benchmarks.registers import COLLECTIVE
from benchmarks.report import Start, report
from benchmarks.stages import SAMPLER, Profile, environment_for, stage_of
from generator.corpus import Corpus, PlanFacts
from generator.outline import PlanClause
from generator.survey import Survey, survey
from generator.vietnamese import fold, slug

PLANS = 12
"""One programme with every kind of plan, and two plans of the next."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("corpus") / "content"
    write_corpus(Order(PLANS), made)
    return made


@pytest.fixture(scope="module")
def found(folder: Path) -> Survey:
    return survey(folder)


@pytest.fixture(scope="module")
def real() -> Survey:
    return survey(CONTENT)


def digests(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


# --- the corpus ----------------------------------------------------------------------------------------------------


def test_a_corpus_is_without_a_problem(found: Survey) -> None:
    assert [problem.line("en") for problem in found.errors] == []
    assert len(found.corpus.plans) == PLANS
    assert {plan.slug: found.corpus.fidelity[plan.slug].share for plan in found.corpus.plans} == {
        plan.slug: 1.0 for plan in found.corpus.plans
    }


def test_every_kind_of_issuer_is_there(found: Survey) -> None:
    kinds = {found.corpus.registry.units[str(issuer)].entry.kind for issuer in found.corpus.issuers.values()}
    levels = {found.corpus.registry.localities[slug(plan.file.place)].entry.level for plan in found.corpus.plans}
    assert kinds == {"UBND", "sở"}
    assert levels == {"tỉnh", "huyện"}


def test_the_same_order_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_corpus(Order(PLANS), tmp_path / "content")
    assert digests(tmp_path / "content") == digests(folder)


def test_another_seed_gives_other_plans(folder: Path, tmp_path: Path) -> None:
    write_corpus(Order(PLANS, seed=2), tmp_path / "content")
    ours, theirs = digests(folder), digests(tmp_path / "content")
    plans = {name for name in ours if name.startswith("plans/")}
    assert plans
    assert all(theirs.get(name) != ours[name] for name in plans)


def test_a_plan_is_the_same_in_every_corpus_of_a_seed(folder: Path, tmp_path: Path) -> None:
    write_corpus(Order(30, with_real=True), tmp_path / "content")
    small, large = digests(folder), digests(tmp_path / "content")
    plans = {name for name in small if name.startswith(("plans/", "sources/"))}
    assert len(plans) == 2 * PLANS
    assert {name: large[name] for name in plans} == {name: small[name] for name in plans}


def test_the_real_plans_and_a_large_collective_fit_among_the_others(tmp_path: Path, real: Survey) -> None:
    write_corpus(Order(PLANS, with_real=True, collective=40), tmp_path / "content")
    mixed = survey(tmp_path / "content")
    assert [problem.line("en") for problem in mixed.errors] == []
    assert len(mixed.corpus.plans) == PLANS + len(real.corpus.plans)
    own = {plan.slug for plan in real.corpus.plans}
    assert all(mixed.corpus.of_plan(plan) == real.corpus.of_plan(plan) for plan in own)
    group = mixed.corpus.registry.units[slug(COLLECTIVE)]
    assert len(mixed.corpus.registry.members(group, None)) == 40
    held = Counter(duty.plan for duty in mixed.corpus.duties if duty.unit == group.id)
    assert set(held) == set(mixed.corpus.plan_by_slug) - own
    assert 7 <= mean(held.values()) <= 12


Count = Callable[[Corpus, PlanFacts, tuple[PlanClause, ...]], int]

DENSITIES: dict[str, tuple[Count, float, float]] = {
    "clauses": (lambda _, __, clauses: len(clauses), 0.8, 1.25),
    "headings": (lambda _, __, clauses: sum(clause.heading for clause in clauses), 0.75, 1.35),
    "words": (lambda _, __, clauses: sum(len((c.source.words or "").split()) for c in clauses), 0.8, 1.25),
    "assignments": (lambda _, facts, __: len(facts.assignments), 0.75, 1.35),
    "duties": (lambda _, facts, __: len(facts.duties), 0.65, 1.5),
    "duties of named units": (lambda _, f, __: sum(not d.inherited_from for d in f.duties), 0.75, 1.5),
    "targets": (lambda _, facts, __: len(facts.targets), 0.75, 1.35),
    "reports": (lambda _, facts, __: len(facts.reports), 0.75, 1.35),
    "citations": (lambda _, facts, __: len(facts.citations), 0.75, 1.35),
    "topics": (lambda _, __, clauses: sum(len(clause.source.topics) for clause in clauses), 0.6, 1.5),
    "notes": (lambda _, __, clauses: sum(len(clause.source.notes) for clause in clauses), 0.4, 1.6),
}
"""What is counted in a plan, and between which multiples of the five plans' mean the synthetic mean must lie."""


@pytest.mark.parametrize("name", DENSITIES)
def test_as_dense_as_the_five_plans(name: str, found: Survey, real: Survey) -> None:
    count, least, most = DENSITIES[name]

    def average(corpus: Corpus) -> float:
        return mean(count(corpus, corpus.of_plan(plan.slug), plan.clauses) for plan in corpus.plans)

    assert least <= average(found.corpus) / average(real.corpus) <= most


def test_plans_are_as_long_as_the_five(folder: Path) -> None:
    def average(content: Path) -> float:
        return mean(file.stat().st_size for file in content.glob("plans/*/*.yaml"))

    assert 0.8 <= average(folder) / average(CONTENT) <= 1.25


def test_plans_cite_documents_and_one_another(found: Survey) -> None:
    citations = found.corpus.citations
    assert any(fact.target_plan for fact in citations)
    assert all(fact.document or fact.target_plan for fact in citations)
    assert not any(fact.date_differs for fact in citations)


# --- the language --------------------------------------------------------------------------------------------------


def test_syllables_and_pairs_grow_slower_than_the_text() -> None:
    """Heaps' law: eight times the text brings far fewer than eight times the syllables, and fewer of the pairs."""
    made, terms, _ = make_world(CONTENT, 1)
    syllables: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    grown = []
    for index in range(80):
        words = [word.strip(".,;:").lower() for word in write(made, terms, index).source.split()]
        spoken = [word for word in words if word.isalpha()]
        syllables.update(spoken)
        pairs.update(pairwise(spoken))
        if index + 1 in (10, 80):
            grown.append((len(syllables), len(pairs)))
    (few, few_pairs), (many, many_pairs) = grown
    assert 1.1 * few < many < 3.5 * few
    assert 2 * few_pairs < many_pairs < 6 * few_pairs


def test_tail_falls_off() -> None:
    language = learn(CONTENT)
    shares = [language.draws.count(rank) for rank in (0, 10, 100, 1000)]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] > 0
    assert len(set(language.tail)) == len(language.tail)


def test_names_of_places_are_told_apart_without_marks() -> None:
    names = [fold(world.place_name(number)) for number in range(9000)]
    assert len(set(names)) == len(names)


# --- the comparison ------------------------------------------------------------------------------------------------


def test_an_edit_keeps_the_corpus_whole_and_can_be_undone(folder: Path, tmp_path: Path) -> None:
    own = next(contender for contender in CONTENDERS if contender.name == "plansite")
    own.prepare(folder, tmp_path / "project")
    before = digests(tmp_path / "project")
    plan = editable(folder)
    undo = own.edit(tmp_path / "project", plan)
    after = digests(tmp_path / "project")
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {f"content/{plan}", f"content/sources/{Path(plan).stem}.txt"}
    assert survey(tmp_path / "project/content").errors == ()
    undo()
    assert digests(tmp_path / "project") == before


def test_markdown_says_every_clause(folder: Path, found: Survey, tmp_path: Path) -> None:
    material = next(contender for contender in CONTENDERS if contender.name == "material")
    material.prepare(folder, tmp_path / "project")
    for plan in found.corpus.plans:
        text = (tmp_path / f"project/docs/ke-hoach/{plan.slug}.md").read_text(encoding="utf-8")
        assert all(clause.source.words in text for clause in plan.clauses if clause.source.words)
    assert material.edit(tmp_path / "project", editable(folder)) is not None


HUNGRY = """
import pathlib, time
held = bytearray(80_000_000)
held[::4096] = b'x' * len(held[::4096])
while not pathlib.Path("seen").exists():
    time.sleep(0.01)
"""


def test_a_child_is_bounded_and_its_memory_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child holds its memory until it was looked at while it did."""
    look = process._pss

    def looked(child: int) -> int:
        size = look(child)
        if size > 80_000_000:
            (tmp_path / "seen").touch()
        return size

    monkeypatch.setattr(process, "_pss", looked)
    fed = run([sys.executable, "-c", HUNGRY], tmp_path, {}, limit=300)
    assert fed.code == 0
    assert fed.peak > 80_000_000
    endless = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    assert run([sys.executable, "-c", endless], tmp_path, {}, limit=0.5).code is None


def test_a_child_that_fails_tells_why(tmp_path: Path) -> None:
    failed = run([sys.executable, "-c", "raise SystemExit('no content here')"], tmp_path, {}, limit=300)
    assert failed.code == 1
    assert "no content here" in failed.output


def test_caches_stay_inside_the_project(tmp_path: Path) -> None:
    for contender in CONTENDERS:
        environment = environment_of(contender, tmp_path)
        assert all(Path(environment[name]).is_relative_to(tmp_path) for name in ("HOME", "XDG_CACHE_HOME"))


def test_a_frame_belongs_to_one_stage() -> None:
    assert stage_of("/x/generator/exports/plans.py:plans") == "exports"
    assert stage_of("/x/templates/theme/main.html:root") == "chrome"
    assert stage_of("/x/templates/pages/plan.html:root") == "render"
    assert stage_of("/lib/python3/pathlib.py:write_text") == "write"
    assert stage_of("/x/generator/folder.py:put") == "write"
    assert stage_of("") == "other"


def test_samples_count_the_innermost_stage_of_every_process(tmp_path: Path) -> None:
    """A forked child leaves samples of its own, and what calls no stage counts for its caller."""
    (tmp_path / "generator/views").mkdir(parents=True)
    (tmp_path / "samples").mkdir()
    spin = "def spin():\n    return sum(number * number for number in range(3_000_000))\n"
    (tmp_path / "tool.py").write_text(spin, encoding="utf-8")
    (tmp_path / "generator/views/unit.py").write_text(
        "import os, tool\nchild = os.fork()\ntool.spin()\nif child: os.wait()\n", encoding="utf-8"
    )
    environment = {"PYTHONPATH": f"{SAMPLER}:{tmp_path}", **environment_for(tmp_path / "samples")}
    command = [sys.executable, str(tmp_path / "generator/views/unit.py")]
    assert run(command, tmp_path, environment, limit=300).code == 0
    files = sorted((tmp_path / "samples").glob("*.json"))
    assert len(files) == 2
    for file in files:
        counts = Counter({"views": 0})
        for frame, number in json.loads(file.read_text(encoding="utf-8")).items():
            counts[stage_of(frame)] += number
        assert counts["views"] > counts.total() / 2


def test_copying_is_timed_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "site/a/b").mkdir(parents=True)
    (tmp_path / "site/a/b/index.html").write_text("x", encoding="utf-8")
    assert copying(tmp_path / "site", tmp_path / "copied") > 0
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_sizes_take_turns_while_each_has_rounds_left() -> None:
    assert list(in_turns({1000: 3, 100: 1, 300: 2})) == [100, 300, 1000, 300, 1000, 1000]


def test_report_says_what_was_run_and_what_was_ended(tmp_path: Path) -> None:
    own, hugo, _ = CONTENDERS
    megabyte = 1_000_000

    def turn(seconds: float, code: int | None = 0) -> Turn:
        ran = Ran(seconds, seconds, 50 * megabyte, code, "")
        return Turn(ran, Output(10, megabyte), 0.25, None if code is None else ran, Output(2, megabyte))

    results = [
        Result(own, 100, (turn(4), turn(2), turn(3))),
        Result(hugo, 100, (turn(1), turn(2), turn(1))),
        Result(own, 1000, (turn(60, None),)),
        Result(hugo, 1000, (turn(9), turn(12), turn(10))),
    ]
    setting = Setting(60, tmp_path, Order(0))
    profiles = [Profile(100, 40, {"render": 0.75, "parse": 0.25})]
    text = report(results, profiles, setting, Start("2026-01-31", "1a2b3c4", 0.5))
    assert "| 100 | this generator | 3.00 s (2.00–4.00) | 3.00 |" in text
    assert "| 1.0 MB | 0.25 s | 2 | 1.0 MB |" in text
    assert "| 1,000 | this generator | over 60 s: ended |" in text
    assert "| Hugo | 10.00 × |" in text
    assert "not measured: a build was ended" in text
    assert "| render | 75.0 % |" in text
    assert "100 plans (3 rounds) and 1,000 plans (3 rounds)" in text
    assert "commit 1a2b3c4" in text
