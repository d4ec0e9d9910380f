"""When few of many plans change, what was built stays, and a search finds the same as in an index made anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator import urls
from generator.corpus import Corpus
from generator.search import entries, update
from generator.search.entries import Entries, PlanEntry
from generator.search.site import INDEX, STATE, made
from generator.survey import survey
from tests.search.asking import ROOT, Answer, ask, questions, write_engine

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


def _reader(files: Files) -> Callable[[str], bytes | None]:
    return files.get


@pytest.fixture(scope="module")
def base(found: Entries) -> Files:
    return dict(made(found))


@pytest.fixture(scope="module")
def updated(found: Entries, base: Files) -> Files:
    return dict(made(_changed(found), _reader(base)))


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
    assert dict(made(_changed(found), _reader(base))) == updated
    assert dict(made(_changed(found), _reader(updated))) == updated


def test_what_is_taken_back_is_found_again(found: Entries, base: Files, updated: Files) -> None:
    """The plans of the first segment are no longer gone, and nothing of the second is left."""
    assert dict(made(found, _reader(updated))) == base


def test_many_changes_make_everything_anew(found: Entries, base: Files) -> None:
    plans = tuple(replace(plan, also=f"{plan.also} sửa") for plan in found.plans[:41])
    other = replace(found, plans=(*plans, *found.plans[41:]))
    assert dict(made(other, _reader(base))) == dict(made(other))
    fewer = replace(found, plans=found.plans[41:])
    assert dict(made(fewer, _reader(base))) == dict(made(fewer))


def test_few_plans_stand_in_one_segment_always(found: Entries) -> None:
    few = replace(found, plans=found.plans[: update.FEWEST - 1])
    less = replace(found, plans=found.plans[: update.FEWEST - 2])
    assert dict(made(less, _reader(dict(made(few))))) == dict(made(less))


def test_no_more_than_four_segments(found: Entries, base: Files) -> None:
    files, plans = base, list(found.plans)
    counts = []
    for number in range(update.SEGMENTS):
        plans[number] = replace(plans[number], also=f"{plans[number].also} sửa")
        files = dict(made(replace(found, plans=tuple(plans)), _reader(files)))
        counts.append(len(_segments(files)))
    assert counts == [2, 3, 4, 1]
    assert files == dict(made(replace(found, plans=tuple(plans))))


@pytest.mark.parametrize("spoil", [STATE, "head", "code"])
def test_what_cannot_be_kept_is_made_anew(found: Entries, base: Files, spoil: str) -> None:
    spoilt = dict(base)
    if spoil == "code":
        spoilt[STATE] = json.dumps(json.loads(base[STATE]) | {"code": "other"}).encode()
    else:
        del spoilt[next(path for path in base if path.endswith(spoil))]
    changed = _changed(found)
    assert dict(made(changed, _reader(spoilt))) == dict(made(changed))


def test_names_that_change_are_replaced_as_a_whole(found: Entries, base: Files) -> None:
    kept = tuple(name for name in found.names if name.kind != "indicator")
    files = dict(made(replace(found, names=kept), _reader(base)))
    (_, gone, _), (second, _, _) = _segments(files)
    assert gone == [update.NAMES]
    again = dict(made(replace(found, names=kept, plans=found.plans[1:]), _reader(files)))
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
    for name, files in (("parts", updated), ("whole", dict(made(changed)))):
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
