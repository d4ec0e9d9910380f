"""StratML Part 2 of every plan: valid by the published schema, complete, exact, and the same in every run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from generator import urls
from generator.corpus import Corpus
from generator.exports.origin import Origin
from generator.exports.stratml import NAMESPACE, stratml
from generator.messages import word
from generator.model.plan import Clause
from generator.nodes import Mapping
from generator.plans import Plan, read_plan
from generator.survey import survey
from tests.altered import altered, with_file
from tests.exports.written import write_out
from tests.tiny import TINY, tiny
from tests.values import replace

ROOT = Path(__file__).parents[1]
XSD = ROOT.parent / "shared/standards/PerformancePlanOrReport20160216.xsd"
SITE = "https://example.org/plans/"


@cache
def five() -> Corpus:
    return survey(ROOT / "content").corpus


CORPORA = {"tiny": tiny, "five": five}
PLANS = [(name, plan.slug) for name, corpus in CORPORA.items() for plan in corpus().plans]
each_plan = pytest.mark.parametrize(("name", "slug"), PLANS)


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    if not XSD.is_file():
        pytest.skip("the published StratML schema is not there: ../shared/standards")
    return xmlschema.XMLSchema(XSD)


def made(corpus: Corpus, plan: Plan, site: str = SITE) -> Element:
    return ElementTree.fromstring(stratml(corpus, plan, site))


def file_of(name: str, slug: str) -> tuple[Corpus, Element]:
    corpus = CORPORA[name]()
    return corpus, made(corpus, corpus.plan_by_slug[slug])


def text(element: Element, path: str) -> str | None:
    found = element.find("/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/")))
    return found.text if found is not None else None


def every(element: Element, name: str) -> Iterator[Element]:
    return element.iter(f"{{{NAMESPACE}}}{name}")


def by_id(root: Element, name: str) -> dict[str, Element]:
    return {text(element, "Identifier") or "": element for element in every(root, name)}


@each_plan
@pytest.mark.parametrize("site", ["", SITE])
def test_the_published_schema_accepts_it(schema: xmlschema.XMLSchema, name: str, slug: str, site: str) -> None:
    corpus = CORPORA[name]()
    written = stratml(corpus, corpus.plan_by_slug[slug], site)
    errors = [str(error.reason) for error in schema.iter_errors(BytesIO(written))]
    assert errors == []


def test_the_schema_refuses_what_is_wrong(schema: xmlschema.XMLSchema) -> None:
    written = stratml(tiny(), tiny().plans[0], SITE)
    assert not schema.is_valid(BytesIO(written.replace(b"RoleType>Performer<", b"RoleType>Lead<")))
    assert not schema.is_valid(BytesIO(re.sub(rb"<Identifier>[^<]*<", b"<Identifier>a#b<", written)))


@each_plan
def test_every_duty_and_every_target_is_there_once(name: str, slug: str) -> None:
    corpus, root = file_of(name, slug)
    facts, units = corpus.of_plan(slug), corpus.registry.units
    found: Counter[tuple[str, str | None, str | None]] = Counter()
    for key, objective in by_id(root, "Objective").items():
        for holder in every(objective, "Stakeholder"):
            found[key, text(holder, "Name"), text(holder, "Role/Name")] += 1
    duties = Counter(
        (f"diem.{slug}.{duty.clause}", units[duty.unit].full_name, word(f"role-{duty.role}")) for duty in facts.duties
    )
    unresolved = Counter(
        (f"diem.{slug}.{fact.clause}", named.name, word(f"role-{role}"))
        for fact in facts.assignments
        for role, names in fact.roles
        for named in names
        if not named.units
    )
    assert found == duties + unresolved
    assert sum(duties.values()) == len(facts.duties)
    indicators = [text(element, "Identifier") for element in every(root, "PerformanceIndicator")]
    assert indicators == list(dict.fromkeys(indicators))
    assert sorted(map(str, indicators)) == sorted(f"chi-tieu.{slug}.{t.clause}.{t.index}" for t in facts.targets)
    clauses = {fact.clause for fact in facts.assignments} | {fact.clause for fact in facts.targets}
    assert sorted(by_id(root, "Objective")) == sorted(f"diem.{slug}.{clause}" for clause in clauses)
    assert len(list(every(root, "Objective"))) == len(clauses)


def test_both_corpora_have_what_is_counted() -> None:
    for corpus in (tiny(), five()):
        assert corpus.duties
        assert corpus.targets
        assert any(not named.units for fact in corpus.assignments for _, names in fact.roles for named in names)
        assert any(duty.inherited_from for duty in corpus.duties)


@each_plan
def test_every_printed_word_of_every_clause_is_there(name: str, slug: str) -> None:
    corpus, root = file_of(name, slug)
    plan = corpus.plan_by_slug[slug]
    said = "\n".join(element.text or "" for element in root.iter())
    assert plan.file.title in said
    for clause in plan.clauses:
        for words in (clause.source.title, clause.source.words):
            assert not words or words in said, clause.id
    assert all(line.text in said for line in plan.file.recipients)
    assert (plan.file.signature.by or "") in said


@each_plan
def test_an_issuer_and_its_stakeholders(name: str, slug: str) -> None:
    corpus, root = file_of(name, slug)
    organization = next(every(root, "Organization"))
    issuer = corpus.issuers[slug]
    assert issuer
    assert text(organization, "Name") == corpus.registry.units[issuer].full_name
    held = {
        (text(holder, "Name"), role.findtext(f"{{{NAMESPACE}}}Name"))
        for holder in every(organization, "Stakeholder")
        for role in every(holder, "Role")
    }
    certain = [duty for duty in corpus.of_plan(slug).duties if duty.certain]
    assert held == {(corpus.registry.units[d.unit].full_name, word(f"role-{d.role}")) for d in certain}


def test_nothing_is_made_up() -> None:
    for name, slug in PLANS:
        corpus, root = file_of(name, slug)
        assert not [
            e for kind in ("Vision", "Mission", "Value", "Submitter", "ActualResult") for e in every(root, kind)
        ]
        issued = corpus.plan_by_slug[slug].issued
        printed = text(root, "AdministrativeInformation/PublicationDate")
        assert printed == (issued if issued and len(issued) == 10 else None)


def test_the_dates_and_numbers_of_huyen_cao_lanh() -> None:
    """As counted by hand in the printed plan."""
    slug = "cao-lanh-178-2021"
    _, root = file_of("five", slug)
    assert root.attrib["Type"] == "Strategic_Plan"
    head = [text(root, f"AdministrativeInformation/{part}") for part in ("StartDate", "EndDate", "PublicationDate")]
    assert head == ["2021-01-01", "2030-12-31", "2021-10-13"]
    targets = by_id(root, "PerformanceIndicator")
    bags = targets[f"chi-tieu.{slug}.ii-1-g4.1"]
    assert text(bags, "MeasurementDimension") == "Giảm túi nhựa khó phân hủy: chợ đạt chuẩn văn minh"
    assert text(bags, "UnitOfMeasurement") == "%"
    path = "MeasurementInstance/TargetResult"
    parts = ("StartDate", "EndDate", "NumberOfUnits", "Description")
    assert [text(bags, f"{path}/{part}") for part in parts] == [
        "2021-01-01", "2025-12-31", "60", "ít nhất 60%; Giai đoạn 2021 – 2025",
    ]  # fmt: skip
    later = targets[f"chi-tieu.{slug}.ii-2-g1.1"]
    assert [text(later, f"{path}/{part}") for part in parts] == [None, None, "90", "ít nhất 90%; Đến năm 2030"]
    unnumbered = targets[f"chi-tieu.{slug}.ii-1-g9.1"]
    assert unnumbered.attrib["PerformanceIndicatorType"] == "Qualitative"
    assert text(unnumbered, f"{path}/NumberOfUnits") is None


def test_a_range_has_no_one_number() -> None:
    ranges = [fact for fact in five().targets if fact.value_to is not None]
    assert ranges
    for fact in ranges:
        root = made(five(), five().plan_by_slug[fact.plan])
        result = next(
            every(by_id(root, "PerformanceIndicator")[f"chi-tieu.{fact.plan}.{fact.clause}.1"], "TargetResult")
        )
        assert text(result, "NumberOfUnits") is None
        assert (text(result, "Description") or "").startswith(fact.printed or "?")


def test_without_an_address_no_address_is_told() -> None:
    assert text(made(tiny(), tiny().plans[0], ""), "AdministrativeInformation/Source") is None
    told = text(made(tiny(), tiny().plans[0]), "AdministrativeInformation/Source")
    assert told == SITE + urls.plan(tiny().plans[0].slug)


def titled(title: str) -> Plan:
    plan = tiny().plan_by_slug["an-binh-2022"]
    return with_file(plan, title=title)


@given(st.text() | st.text(alphabet="<>&\"'-![]\x00\x0b\x1f\x85\u2028\ud800\ufffe\uffff\r\n\t]A?"))
def test_any_text_stays_data(title: str) -> None:
    plan = titled(title)
    shown = re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", title)
    assert text(made(tiny(), plan), "Name") == f"{plan.file.type} {shown}"


@pytest.mark.parametrize("hostile", ["</Name><x/>", "]]>", "<!--", "<![CDATA[", "&lt;&#0;", "a\u2028b", "<?x?>", "\"'"])
def test_hostile_text_changes_no_element(hostile: str) -> None:
    shape = [element.tag for element in made(tiny(), titled("x")).iter()]
    root = made(tiny(), titled(hostile))
    assert [element.tag for element in root.iter()] == shape
    assert (text(root, "Name") or "").endswith(hostile)


def test_a_plan_without_aims_and_duties_has_its_sections_as_goals(schema: xmlschema.XMLSchema) -> None:
    plan = tiny().plan_by_slug["an-binh-2022"]
    section = Clause(label="I.", title="KINH PHÍ", kind="budget", items=(Clause(text="Do ngân sách bảo đảm."),))
    file = plan.file.model_copy(update={"sections": (section,), "closing": (), "annexes": ()})
    bare = read_plan(plan.slug, plan.path, Mapping((), 1, 1), file)
    corpus = altered(replace(tiny(), plans=(bare,)), assignments=(), duties=(), targets=(), reports=(), citations=())
    written = stratml(corpus, bare, SITE)
    assert schema.is_valid(BytesIO(written))
    root = ElementTree.fromstring(written)
    goals = [(text(goal, "Name"), text(goal, "Description")) for goal in every(root, "Goal")]
    assert goals == [("KINH PHÍ", "Do ngân sách bảo đảm.")]


def test_every_plan_has_its_file() -> None:
    found = survey(TINY)
    files = write_out(found, Origin(SITE)).files
    for plan in found.corpus.plans:
        assert files[f"ke-hoach/{plan.slug}/plan.stratml.xml"] == stratml(found.corpus, plan, SITE)


def test_every_element_is_in_the_manual() -> None:
    manual = (ROOT / "docs/reference/stratml.md").read_text(encoding="utf-8")
    names = {
        name
        for _, slug in PLANS[:3]
        for element in made(tiny(), tiny().plan_by_slug[slug]).iter()
        for name in (element.tag.removeprefix(f"{{{NAMESPACE}}}"), *element.attrib)
    }
    assert {name for name in names if name not in manual} == set()


PRINT = """
import hashlib, sys
from pathlib import Path
from generator.exports.stratml import stratml
from generator.survey import survey
corpus = survey(Path(sys.argv[1])).corpus
print(hashlib.sha256(b"".join(stratml(corpus, plan, "") for plan in corpus.plans)).hexdigest())
"""


def test_two_runs_give_the_same_bytes() -> None:
    runs = []
    for seed, zone, locale in (("1", "UTC", "C"), ("2", "Asia/Ho_Chi_Minh", "C.UTF-8")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": str(ROOT)}
        words = [sys.executable, "-c", PRINT, str(TINY)]
        runs.append(subprocess.run(words, env=env, check=True, capture_output=True, text=True).stdout)
    assert runs[0] == runs[1]
    assert len(runs[0]) == 65
