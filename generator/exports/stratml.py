"""A plan as StratML Part 2 (ANSI/AIIM 22, ISO 17469): docs/reference/stratml.md tells which fact stands where.

What the plan does not say stays out, or empty where the standard requires the element; nothing is made up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from generator import urls
from generator.corpus import Assignment, Corpus, Duty, NamedUnits, TargetFact
from generator.exports.goals import Group, goals, groups, heading_line
from generator.exports.xml_text import Element, document, indented
from generator.messages import word
from generator.model.plan import ROLES, NotPrinted
from generator.model.registers import IndicatorEntry
from generator.outline import PlanClause
from generator.paths import path_label
from generator.plans import Plan
from generator.readers.dates import first_day, last_day
from generator.registry import Unit
from generator.views.aims import printed_horizon
from generator.views.common import plan_name

HOLDER = 4
"""How deep a unit stands that has a duty: in an Objective of a Goal of the core."""
HOLDERS = 2048
"""Units with a role of which is remembered what they become, some 300 bytes each."""
NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
POST = "lãnh đạo"
"""A post, or the people who hold it: neither a person nor an organization, so its type is left out."""


def stratml(corpus: Corpus, plan: Plan, site: str) -> bytes:
    """The plan's StratML file, UTF-8. `site` is the site's address with a slash at its end, "" where not known."""
    root = Element("PerformancePlanOrReport", {"xmlns": NAMESPACE, "Type": _type(plan)})
    source = _Source(corpus, plan)
    root.add("Name", f"{plan.file.type} {_title(plan)}")
    root.add("Description", plan_name(corpus, plan))
    root.add("OtherInformation", _lines(_other(plan, source)))
    core = root.add("StrategicPlanCore")
    _organization(core, source)
    for group in source.goals:
        _goal(core, source, group)
    _administration(root, plan, site)
    return document(root)


class _Source:
    """What the parts of one plan's file are made from: its facts by clause, its headings laid flat."""

    def __init__(self, corpus: Corpus, plan: Plan) -> None:
        facts = corpus.of_plan(plan.slug)
        self.corpus, self.plan = corpus, plan
        self.assignments = {fact.clause: fact for fact in facts.assignments}
        self.all_duties = facts.duties
        self.duties: defaultdict[str, list[Duty]] = defaultdict(list)
        for duty in facts.duties:
            self.duties[duty.clause].append(duty)
        self.targets: defaultdict[str, list[TargetFact]] = defaultdict(list)
        for target in facts.targets:
            self.targets[target.clause].append(target)
        self.groups = groups(plan, {*self.assignments, *self.targets})
        self.goals = goals(self.groups)
        self.holders: dict[tuple[object, ...], str] = {}

    def unit(self, unit_id: str) -> Unit:
        return self.corpus.registry.units[unit_id]


def _maybe(above: Element, name: str, text: str | None) -> None:
    if text:
        above.add(name, text)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)


def _type(plan: Plan) -> str:
    """A performance plan is one of a single year's budget; the standard's other kind is the strategic plan."""
    years = {(day or "")[:4] for day in (plan.period_from, plan.period_to)}
    return "Strategic_Plan" if len(years) > 1 else "Performance_Plan"


def _title(plan: Plan) -> str:
    known = plan.file.not_printed.title
    return known.value if known else plan.file.title


def _other(plan: Plan, source: _Source) -> Iterator[str]:
    """The head's facts that have no element, what stands outside the goals, and the foot, in printed order."""
    head, known = plan.file, plan.file.not_printed
    if head.number:
        yield word("stratml-number", printed=head.number)
    yield head.issued or ""
    for name in type(known).model_fields:
        if fact := getattr(known, name):
            yield _unprinted(name, fact)
    yield from _outside(source, lambda group: group.top.part != "annexes")
    signature = head.signature
    yield from (*signature.authority, signature.post or "", signature.by or "")
    if head.recipients:
        yield word("stratml-recipients")
        yield from (f"- {line.text}" for line in head.recipients)
    yield from _outside(source, lambda group: group.top.part == "annexes")


def _outside(source: _Source, wanted: Callable[[Group], bool]) -> Iterator[str]:
    """What stands outside the goals; a heading that only leads to goals is told with them."""
    told = {clause.id for goal in source.goals for clause in _above(source, goal.top)}
    for group in source.groups:
        lines = tuple(group.lines())
        if group in source.goals or not wanted(group) or not (lines or group.top.id not in told):
            continue
        if group.top.heading:
            yield heading_line(group.top)
        yield from lines


def _unprinted(name: str, fact: NotPrinted) -> str:
    ground = word("unprinted-inferred" if fact.because else "unprinted-found", ground=fact.because or fact.source or "")
    return word("unprinted", what=word(f"unprinted-{name}"), value=fact.value, ground=ground)


def _organization(core: Element, source: _Source) -> None:
    """The issuer, with every unit that the plan surely charges or asks and the roles that it has."""
    issuer = source.corpus.issuers[source.plan.slug]
    element = core.add("Organization")
    if issuer:
        unit = source.unit(issuer)
        element.add("Name", unit.full_name)
        _maybe(element, "Acronym", unit.entry.short)
        element.add("Identifier", f"don-vi.{issuer}")
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for duty in source.all_duties:
        if duty.certain:
            roles[duty.unit].add(duty.role)
    for key, held in roles.items():
        unit = source.unit(key)
        element.within.append(_stakeholder(unit.full_name, _kind(unit), sorted(held, key=ROLES.index)))


def _kind(unit: Unit) -> str:
    """The type of a stakeholder, "" where it is neither."""
    if unit.entry.kind == POST:
        return ""
    return "Generic_Group" if unit.collective else "Organization"


def _stakeholder(name: str, kind: str, roles: Iterable[str], description: str = "") -> Element:
    element = Element("Stakeholder", {"StakeholderTypeType": kind} if kind else {})
    element.add("Name", name)
    _maybe(element, "Description", description)
    for role in roles:
        _role(element, role)
    return element


def _role(stakeholder: Element, role: str) -> None:
    element = stakeholder.add("Role")
    element.add("Name", word(f"role-{role}"))
    element.add("RoleType", "Performer")


def _goal(core: Element, source: _Source, group: Group) -> None:
    top = group.top
    element = core.add("Goal")
    element.add("Name", top.source.title if top.heading and top.source.title else path_label(top))
    element.add("Description", _lines(group.lines()))
    element.add("Identifier", f"muc.{source.plan.slug}.{top.id}")
    element.add("SequenceIndicator", path_label(top))
    _maybe(element, "OtherInformation", _lines(map(heading_line, _above(source, top))))
    for clause in group.objectives:
        _objective(element, source, clause)


def _above(source: _Source, clause: PlanClause) -> list[PlanClause]:
    """The headings over a heading, outermost first."""
    found: list[PlanClause] = []
    while clause.parent:
        clause = source.corpus.clause_by_id[source.plan.slug, clause.parent]
        found.insert(0, clause)
    return found


def _objective(goal: Element, source: _Source, clause: PlanClause) -> None:
    element = goal.add("Objective")
    _maybe(element, "Name", clause.source.title)
    _maybe(element, "Description", clause.source.words if clause.heading else clause.full_text())
    element.add("Identifier", f"diem.{source.plan.slug}.{clause.id}")
    element.add("SequenceIndicator", path_label(clause))
    assignment = source.assignments.get(clause.id)
    for duty in source.duties[clause.id]:
        element.within.append(_holder(source, duty))
    for role, named in _open_names(assignment):
        group = element.add("Stakeholder", None, StakeholderTypeType="Generic_Group")
        group.add("Name", named.name)
        _role(group, role)
    _maybe(element, "OtherInformation", _lines(_particulars(clause, assignment)))
    for target in source.targets[clause.id]:
        _indicator(element, source, target)


def _holder(source: _Source, duty: Duty) -> str:
    """Who has a duty; the same words wherever the same unit has the same role on the same way."""
    key = (duty.unit, duty.role, duty.certain, duty.inherited_from)
    known = source.holders.get(key)
    if known is None:
        unit = source.unit(duty.unit)
        known = _held(unit.full_name, _kind(unit), duty.role, _lines(_ways(source, duty)))
        source.holders[key] = known
    return known


@lru_cache(maxsize=HOLDERS)
def _held(name: str, kind: str, role: str, description: str) -> str:
    """Plans of a place name the same units."""
    return indented(_stakeholder(name, kind, (role,), description), HOLDER)


def _ways(source: _Source, duty: Duty) -> Iterator[str]:
    """How a duty came to the unit, and whether the text leaves open that it is meant."""
    for step in duty.inherited_from:
        yield word(f"way-{step.kind}", unit=source.unit(step.unit).full_name) + (
            f" ({step.basis})" if step.basis else ""
        )
    if not duty.certain:
        yield word("way-uncertain")


def _open_names(assignment: Assignment | None) -> Iterator[tuple[str, NamedUnits]]:
    """The names that mean no unit of the register: «các đơn vị có liên quan»."""
    for role, names in assignment.roles if assignment else ():
        yield from ((role, named) for named in names if not named.units)


def _particulars(clause: PlanClause, assignment: Assignment | None) -> Iterator[str]:
    """The printed time and remark of a clause."""
    given = [phrase.text for phrase in clause.holds.times]
    given = given or [rule.printed for rule in (assignment.rules if assignment else ())]
    if given:
        yield word("stratml-time", printed="; ".join(given))
    if clause.source.remark:
        yield word("stratml-remark", printed=clause.source.remark)


def _indicator(objective: Element, source: _Source, fact: TargetFact) -> None:
    term = source.corpus.registry.indicators[fact.indicator]
    usual = term.entry.measure if isinstance(term.entry, IndicatorEntry) else None
    kind = "Qualitative" if fact.value is None else "Quantitative"
    element = objective.add("PerformanceIndicator", PerformanceIndicatorType=kind)
    element.add("SequenceIndicator", str(fact.index))
    element.add("MeasurementDimension", ": ".join(part for part in (term.name, fact.among) if part))
    element.add("UnitOfMeasurement", fact.measure or usual)
    element.add("Identifier", f"chi-tieu.{fact.plan}.{fact.clause}.{fact.index}")
    kin = element.add("Relationship", RelationshipType="Narrower_Than")
    kin.add("ReferentIdentifier", f"chi-so.{fact.indicator}")
    kin.add("Name", term.name)
    result = element.add("MeasurementInstance").add("TargetResult")
    _result(result, source.corpus, fact)
    if fact.note:
        element.add("OtherInformation", word("stratml-note", note=fact.note))


def _result(result: Element, corpus: Corpus, fact: TargetFact) -> None:
    """A span has a first and a last day; «đến năm 2030» has no day, and a range has no one number: then words alone."""
    start, end = fact.horizon_from, fact.horizon_to
    if start:
        result.add("StartDate", first_day(start).isoformat())
    if end and (start or len(end) == len("2030-12-31")):
        result.add("EndDate", last_day(end).isoformat())
    if fact.value is not None and fact.value_to is None:
        result.add("NumberOfUnits", f"{fact.value:f}")
    level = f"{_comparison(fact.comparator)}{fact.printed}" if fact.printed else ""
    _maybe(result, "Description", "; ".join(part for part in (level, printed_horizon(corpus, fact)) if part))


def _comparison(comparator: str) -> str:
    """«ít nhất » before a level; nothing where the number, or the range, is the level itself."""
    return "" if comparator in ("equal", "between", "none") else word(f"comparison-{comparator}") + " "


def _administration(root: Element, plan: Plan, site: str) -> None:
    element = root.add("AdministrativeInformation")
    element.add("Identifier", f"ke-hoach.{plan.slug}")
    if plan.period_from:
        element.add("StartDate", first_day(plan.period_from).isoformat())
    if plan.period_to:
        element.add("EndDate", last_day(plan.period_to).isoformat())
    if plan.issued and len(plan.issued) == len("2021-10-13"):
        element.add("PublicationDate", plan.issued)
    if site:
        element.add("Source", site + urls.plan(plan.slug))
