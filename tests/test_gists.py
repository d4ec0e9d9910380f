"""What is told of a plan in few numbers is what its pages show."""

from __future__ import annotations

from generator.due import due_of_plan
from generator.views.deadlines import DeadlineView, deadlines
from generator.views.excerpts import Fresh
from generator.views.gists import Gist, gists, read, told
from generator.views.plan import target_views
from generator.views.targets import indicator_view
from generator.views.topics import spoken_clauses, topic_lines, topic_sheets, topic_view
from tests.tiny import tiny

NAME, ROOM_OF_A_ROW = 110, 380


def known() -> dict[str, Gist]:
    return dict(gists(tiny()))


def test_a_gist_that_was_kept_is_the_same() -> None:
    found = known()
    assert {slug: read(told(gist)) for slug, gist in found.items()} == found
    assert all(gist.topics and gist.line for gist in found.values())
    for part in ("days", "undated", "aims"):
        assert any(getattr(gist, part) for gist in found.values()), part


def weight(view: DeadlineView) -> int:
    """What the row of a deadline is estimated to take, from what it shows."""
    links = [name for held in view.roles for name in held.names]
    text = view.text
    if view.report:
        links += [*view.report.senders, *view.report.receivers, *view.report.via]
        text = view.report.what or ""
    return ROOM_OF_A_ROW + len(text.encode()) + NAME * len(links)


def test_the_days_are_those_of_the_deadlines() -> None:
    corpus = tiny()
    for plan in corpus.plans:
        shown = [(v.date.iso, (v.clause.url or "").split("#")[1], weight(v)) for v in deadlines(corpus, (plan,), "")]
        gist = known()[plan.slug]
        assert sorted(map(tuple, gist.days)) == sorted(shown)
        assert gist.events == len(list(due_of_plan(corpus, plan)))
        targets = len(list(target_views(corpus, corpus.of_plan(plan.slug))))
        row, list_of_targets, target = 700 + len(plan.file.title.encode()), 230, 600
        assert gist.line == row + list_of_targets + target * targets + sum(weight for *_, weight in shown)


def test_reports_without_a_day_are_told_by_their_place() -> None:
    corpus = tiny()
    for plan in corpus.plans:
        reports = corpus.of_plan(plan.slug).reports
        dated = {view.report.id for view in deadlines(corpus, (plan,), "") if view.report}
        undated = {reports[number].id for number, _ in known()[plan.slug].undated}
        assert undated == {link.id for link in reports} - dated


def test_the_clauses_of_a_topic_are_those_on_its_page() -> None:
    corpus = tiny()
    for id_, lines in topic_lines(corpus, known()).items():
        (sheet,) = topic_sheets(corpus.registry.topics[id_], lines)
        view = topic_view(Fresh(corpus), corpus.registry.topics[id_], sheet, spoken_clauses(lines))
        assert view.clauses == sum(len(plan.clauses) for plan in view.plans)
        for line, plan in zip(lines, view.plans, strict=True):
            assert line.spoken.weight == 320 + sum(180 + len(clause.text.encode()) for clause in plan.clauses)


def test_the_years_of_an_indicator_are_those_that_are_printed() -> None:
    corpus = tiny()
    for plan in corpus.plans:
        for aim in known()[plan.slug].aims:
            view = indicator_view(Fresh(corpus), corpus.registry.indicators[aim.indicator], [plan.slug])
            years = "–".join(dict.fromkeys(str(year) for year in (aim.first, aim.last) if year))
            assert (view.years or "") == years
            assert aim.weight == sum(230 + len((row.among or "").encode()) for row in view.rows)
