"""When few of many plans change, what was built stays, and a search finds the same as in an index made anew."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator import urls
from generator.corpus import Corpus
from generator.search import entries, update
from generator.search.entries import Entries, PlanEntry
from generator.search.noted import Plans
from generator.search.site import INDEX, STATE, made
from generator.survey import survey
from tests.search.asking import ROOT, Answer, ask, questions, write_engine
from tests.values import replace

COPIES = 80
"""Of each of the five plans, so that there are many."""
CHANGED, REMOVED, NEW, RENAMED = 3, 7, 401, 11
Files = dict[str, bytes]
WORD = "zubivaro"
"""Stands in no plan."""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return survey(ROOT / "content").corpus


@pytest.fixture(scope="module")
def found(corpus: Corpus) -> Entries:
    """400 plans: the five as they are, and shortened copies with other words in them."""
    plans = tuple(entries.plans(corpus))
    copies = [_copy(plan, number) for number in range(1, COPIES) for plan in plans]
    return Entries(entries.names(corpus), (*plans, *copies), entries.words(corpus))


def _copy(plan: PlanEntry, number: int) -> PlanEntry:
    few = plan.clauses[number % 5 :: 12][:6]
    clauses = tuple(replace(c, text=f"{c.text} bản {number}", above=(), units=(), target=False) for c in few)
    return replace(plan, slug=f"{plan.slug}-{number}", title=f"{plan.title}, bản {number}", clauses=clauses)


def _changed(found: Entries) -> Entries:
    """One plan with a clause more, one gone, one new, one with another title."""
    plans = list(found.plans)
    extra = replace(plans[CHANGED].clauses[0], id="moi", text=f"Trồng cây {WORD} dọc đường làng")
    plans[CHANGED] = replace(plans[CHANGED], clauses=(*plans[CHANGED].clauses, extra))
    plans[RENAMED] = replace(plans[RENAMED], title="Kế hoạch về bến thuyền sông Hậu")
    plans.append(_copy(found.plans[0], 999))
    del plans[REMOVED]
    return replace(found, plans=tuple(plans))


@dataclass(frozen=True)
class Stood:
    """The files of the search as they stood."""

    files: Files

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def intact(self, path: str) -> bool:
        return path in self.files


@dataclass(frozen=True)
class Notebook:
    """Notes, kept."""

    notes: dict[str, str]

    def get(self, plan: str) -> str | None:
        return self.notes.get(plan)

    def put(self, plan: str, note: str) -> None:
        self.notes[plan] = note


def _made(found: Entries, stood: Files | None = None) -> Files:
    """The files of the search; those that stay are taken from where they `stood`."""
    given = made(found, Stood(stood) if stood is not None else None)
    return {path: (stood or {})[path] if data is None else data for path, data in given}


@pytest.fixture(scope="module")
def base(found: Entries) -> Files:
    return _made(found)


@pytest.fixture(scope="module")
def updated(found: Entries, base: Files) -> Files:
    return _made(_changed(found), base)


def _segments(files: Files) -> list[tuple[str, list[int], list[list[int]]]]:
    return [tuple(each) for each in json.loads(files[INDEX])["segments"]]


def test_what_was_built_stays_byte_for_byte(base: Files, updated: Files) -> None:
    old = {path: data for path, data in base.items() if "/" in path}
    assert {path: updated.get(path) for path in old} == old
    (first, gone, order), (second, nothing, places) = _segments(updated)
    assert {path.partition("/")[0] for path in updated.keys() - base.keys()} == {second}
    assert first == _segments(base)[0][0]
    assert (len(gone), order, nothing, len(places)) == (3, [], [], 3)
    assert sum(len(data) for path, data in updated.items() if path.startswith(second)) < 20_000


def test_the_same_change_gives_the_same_files(found: Entries, base: Files, updated: Files) -> None:
    assert _made(_changed(found), base) == updated
    assert _made(_changed(found), updated) == updated


def test_what_is_taken_back_is_found_again(found: Entries, base: Files, updated: Files) -> None:
    """The plans of the first segment are no longer gone, and nothing of the second is left."""
    assert _made(found, updated) == base


def test_many_changes_make_everything_anew(found: Entries, base: Files) -> None:
    plans = tuple(replace(plan, also=f"{plan.also} sửa") for plan in found.plans[:41])
    other = replace(found, plans=(*plans, *found.plans[41:]))
    assert _made(other, base) == _made(other)
    fewer = replace(found, plans=found.plans[41:])
    assert _made(fewer, base) == _made(fewer)


def test_few_plans_stand_in_one_segment_always(found: Entries) -> None:
    few = replace(found, plans=found.plans[: update.FEWEST - 1])
    less = replace(found, plans=found.plans[: update.FEWEST - 2])
    assert _made(less, _made(few)) == _made(less)


def test_no_more_than_four_segments(found: Entries, base: Files) -> None:
    """In the place of a fifth, all but the first are made one."""
    files, plans = base, list(found.plans)
    counts = []
    for number in range(update.SEGMENTS + 1):
        plans[number] = replace(plans[number], also=f"{plans[number].also} sửa")
        files = _made(replace(found, plans=tuple(plans)), files)
        counts.append(len(_segments(files)))
    assert counts == [2, 3, 4, 2, 3]
    (first, gone, _), (_, nothing, order), _ = _segments(files)
    assert first == _segments(base)[0][0]
    assert (len(gone), nothing, len(order)) == (update.SEGMENTS + 1, [], update.SEGMENTS)


def test_the_later_segments_are_made_one_with_the_names(found: Entries, base: Files) -> None:
    fewer = replace(found, names=tuple(name for name in found.names if name.kind != "indicator"))
    files, plans = _made(fewer, base), list(found.plans)
    for number in range(update.SEGMENTS - 1):
        plans[number] = replace(plans[number], also=f"{plans[number].also} sửa")
        files = _made(replace(fewer, plans=tuple(plans)), files)
    (_, gone, _), (second, nothing, _) = _segments(files)
    assert update.NAMES in gone
    assert nothing == []
    state = {each["name"]: each["names"] for each in json.loads(files[STATE])["segments"]}
    assert state[second]


def test_where_too_much_came_later_all_is_made_anew(found: Entries, base: Files) -> None:
    files, plans = base, list(found.plans)
    for number in range(41):
        plans[number] = replace(plans[number], also=f"{plans[number].also} sửa")
        files = _made(replace(found, plans=tuple(plans)), files)
    assert files == _made(replace(found, plans=tuple(plans)))


def test_what_stays_is_not_read_again(found: Entries, base: Files) -> None:
    """Of the files that stay there is only the path; of the plans that stay only what was noted."""
    changed = _changed(found)
    given = dict(made(changed, Stood(base)))
    assert {path for path, data in given.items() if data is None} == {path for path in base if "/" in path}
    noted: dict[str, str] = {}
    known, read = {plan.slug: plan for plan in changed.plans}, []

    def entry(slug: str) -> PlanEntry:
        read.append(slug)
        return known[slug]

    for _ in range(2):
        read.clear()
        plans = Plans(tuple(known), entry, Notebook(noted))
        wanted = update.Wanted(changed.names, changed.words, plans)
        state = update.Before.read(base[STATE])
        assert state
        turn = update.renewed(wanted, state)
        assert turn
        assert turn.added
        assert {f"{turn.added.name}/{name}" for name in turn.added.files} < set(given)
    assert len(read) == CHANGED


@pytest.mark.parametrize("spoil", [STATE, "head", "code"])
def test_what_cannot_be_kept_is_made_anew(found: Entries, base: Files, spoil: str) -> None:
    spoilt = dict(base)
    if spoil == "code":
        spoilt[STATE] = json.dumps(json.loads(base[STATE]) | {"code": "other"}).encode()
    else:
        del spoilt[next(path for path in base if path.endswith(spoil))]
    changed = _changed(found)
    assert _made(changed, spoilt) == _made(changed)


def test_names_that_change_are_replaced_as_a_whole(found: Entries, base: Files) -> None:
    kept = tuple(name for name in found.names if name.kind != "indicator")
    files = _made(replace(found, names=kept), base)
    (_, gone, _), (second, _, _) = _segments(files)
    assert gone == [update.NAMES]
    again = _made(replace(found, names=kept, plans=found.plans[1:]), files)
    assert [gone for _, gone, _ in _segments(again)] == [[_place(files, found.plans[0].slug), update.NAMES], []]
    assert _segments(again)[1][0] == second


def _place(files: Files, slug: str) -> int:
    return [plan[0] for plan in json.loads(files[STATE])["segments"][0]["plans"]].index(slug)


# --- what the browser finds -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def answers(
    found: Entries, updated: Files, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """Question → answer, over the segments and over an index made anew."""
    folder = tmp_path_factory.mktemp("updates")
    engine = write_engine(folder / "engine.mjs")
    changed = _changed(found)
    asked = [question.ask for question in questions() if not question.apart][::7]
    asked += [WORD, "bến thuyền sông Hậu", changed.plans[RENAMED - 1].also, found.plans[REMOVED].title, "ban 999", ""]
    given = [{"ask": each, "facets": True, "narrow": {} if each else {"kind": "plan"}} for each in asked]
    both = []
    for name, files in (("parts", updated), ("whole", _made(changed))):
        both.append(dict(zip(asked, ask(engine, _written(files, folder / name), given), strict=True)))
    return both[0], both[1]


def _written(files: Files, folder: Path) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def test_the_same_is_found_in_the_same_order(answers: tuple[dict[str, Answer], dict[str, Answer]]) -> None:
    parts, whole = answers
    assert len(parts) > 20
    assert {each: answer.urls for each, answer in parts.items()} == {each: a.urls for each, a in whole.items()}
    assert {each: answer.total for each, answer in parts.items()} == {each: a.total for each, a in whole.items()}
    assert {each: answer.mended for each, answer in parts.items()} == {each: a.mended for each, a in whole.items()}


def test_the_same_is_counted(answers: tuple[dict[str, Answer], dict[str, Answer]]) -> None:
    parts, whole = answers
    for each, answer in parts.items():
        assert answer.facets == whole[each].facets, each


def test_a_new_clause_is_found_and_a_plan_that_is_gone_is_not(
    found: Entries, answers: tuple[dict[str, Answer], dict[str, Answer]]
) -> None:
    parts, _ = answers
    assert parts[WORD].urls[0] == urls.clause(found.plans[CHANGED].slug, "moi")
    assert parts["bến thuyền sông Hậu"].urls[0] == urls.plan(found.plans[RENAMED].slug)
    gone = urls.plan(found.plans[REMOVED].slug)
    everything = [url for answer in parts.values() for url in answer.urls]
    assert len(everything) > 100
    assert not [url for url in everything if url.startswith(gone)]
