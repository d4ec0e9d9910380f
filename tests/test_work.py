"""What units share of their work orders is made once, and is what each would have by itself."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from generator.pages import units
from generator.pages.render import Renderer, environment
from generator.views.work import WorkRows
from generator.views.work_parts import unit_sheets
from tests.tiny import holders, tiny

TEMPLATES = Path(__file__).parents[1] / "templates"
TODAY = "2022-12-05"


def test_members_of_a_collective_have_the_same_line() -> None:
    corpus, rows = tiny(), WorkRows(tiny())
    lines = Counter(rows.duty(duty) for duty in corpus.duties)
    assert sum(lines.values()) == len(corpus.duties)
    assert max(lines.values()) > 2
    shared = next(line for line, count in lines.items() if count > 2)
    same = [duty for duty in corpus.duties if rows.duty(duty) is shared]
    assert len({(duty.plan, duty.clause, duty.role, duty.inherited_from, duty.certain) for duty in same}) == 1
    assert len({duty.unit for duty in same}) == len(same)


def test_what_a_unit_reported_itself_is_on_its_page_alone() -> None:
    corpus, rows = tiny(), WorkRows(tiny())
    own = {(fact.plan, fact.clause, fact.unit) for fact in corpus.updates if fact.unit and not fact.targets}
    told = [duty for duty in corpus.duties if (duty.plan, duty.clause, duty.unit) in own]
    assert told
    for duty in told:
        others = [other for unit, other in holders(duty.plan, duty.clause).items() if unit != duty.unit]
        assert rows.duty(duty) not in [rows.duty(other) for other in others]


def test_what_is_shared_is_what_each_has_by_itself() -> None:
    corpus, shared = tiny(), WorkRows(tiny())
    for unit in corpus.registry.units.values():
        alone = [view for _, view in unit_sheets(WorkRows(corpus), unit, TODAY)]
        assert [view for _, view in unit_sheets(shared, unit, TODAY)] == alone


def test_pages_printed_after_others_are_those_printed_alone(tmp_path: Path) -> None:
    corpus, rows, after = tiny(), WorkRows(tiny()), Renderer(environment(TEMPLATES))
    for unit in corpus.registry.units.values():
        alone = list(units.of_unit(WorkRows(corpus), Renderer(environment(TEMPLATES, tmp_path)), unit, TODAY))
        assert list(units.of_unit(rows, after, unit, TODAY)) == alone
