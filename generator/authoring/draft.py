"""The first draft of a plan: from a source text or from a few facts, with comments that say what to do next."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from generator.authoring.clauses import annexes, body, without_twins
from generator.authoring.fmt import formatted
from generator.authoring.lines import Mend, Parts, foot_of, parts_of
from generator.authoring.schema import FOLDER, file_name
from generator.authoring.writing import written
from generator.messages import word
from generator.model.plan import PlanFile
from generator.readers.citations import normal_number
from generator.readers.dates import read_issued
from generator.readers.times import read_time
from generator.registry import Locality, Unit
from generator.vietnamese import fold, nfc, occurs, slug, squash

SPARE_PERIOD = re.compile(r"(?i)giai đoạn \d{4}\s*[-–]\s*\d{4}|năm \d{4}")


class Facts(Struct, frozen=True):
    """What the editor says of a plan. `because` is the ground on which the issuer is known."""

    place: Locality
    issuer: Unit
    title: str = ""
    number: str = ""
    issued: str = ""
    period: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: the plan's values, the source text as bytes, what of the facts the source does not print."""

    plan: dict[str, Any] = field(repr=False)
    source: bytes = field(repr=False)
    unprinted: tuple[str, ...] = ()


class NoDraftError(Exception):
    """The source text can't become a plan; carries a rule of the catalogue."""


def from_source(data: bytes, facts: Facts) -> Draft:
    """A draft of a source text as received (UTF-8). Raises NoDraftError where it prints no type, title or body."""
    text = nfc(data.decode("utf-8-sig"))
    parts = parts_of(text, facts.title)
    if not parts.type:
        raise NoDraftError("draft-no-type")
    if not parts.title or not parts.body:
        raise NoDraftError("draft-no-body")
    head = " ".join((parts.number, parts.issued, parts.title))
    wanted = (facts.number, facts.issued, facts.title)
    unprinted = tuple(value for value in wanted if value and not occurs(value, head))
    plan = _head(parts, facts)
    plan |= {name: clauses for name, clauses in body(parts.body).items() if clauses}
    plan |= {"annexes": made} if (made := annexes(parts.annexes)) else {}
    plan |= _foot(parts)
    plan = without_twins(plan)
    plan["not_printed"] = {"issuer": {"is": facts.issuer.full_name, "because": _ground(parts, facts, text)}}
    plan["source"] = _source(data, parts)
    return Draft(plan, data, unprinted)


def from_facts(facts: Facts) -> Draft:
    """A draft without a text: a source that holds the head and a section to be filled in."""
    lines = [f"Số: {facts.number}"] if facts.number else []
    lines += [facts.issued] if facts.issued else []
    lines += [word("draft-type"), facts.title, "", word("draft-section"), word("draft-text")]
    return from_source(("\n".join(lines) + "\n").encode(), facts)


def _head(parts: Parts, facts: Facts) -> dict[str, Any]:
    plan: dict[str, Any] = {"type": parts.type}
    plan |= {"number": parts.number} if parts.number else {}
    plan |= {"issued": parts.issued} if parts.issued else {}
    plan |= {"title": parts.title, "place": facts.place.name}
    found = SPARE_PERIOD.findall(parts.title)
    period = facts.period or (found[-1] if found and read_time(found[-1]) else "")
    return plan | ({"period": period} if period else {})


def _ground(parts: Parts, facts: Facts, text: str) -> str:
    """What tells that this unit issued the plan: the editor's words, a line of the head, the sign of the number."""
    if facts.because:
        return facts.because
    names = {fold(form) for form in (facts.issuer.name, facts.issuer.full_name, *facts.issuer.entry.aliases)}
    above = text.split(parts.type)[0].split("\n")
    printed = next((squash(line) for line in above if any(name in fold(squash(line)) for name in names)), "")
    if printed:
        return word("draft-because-line", line=printed.strip("*# "))
    return word("draft-because-number", number=parts.number) if "/" in parts.number else ""


def _source(data: bytes, parts: Parts) -> dict[str, Any]:
    source: dict[str, Any] = {"file": "sources/", "sha256": hashlib.sha256(data).hexdigest()}
    source |= {"markup": "markdown"} if parts.markdown else {}
    source |= {"foot": parts.foot_lines} if parts.foot else {}
    mends = sorted(parts.mends, key=lambda mend: mend.line)
    source |= {"repairs": [_repair(mend) for mend in mends]} if mends else {}
    return source


def _repair(mend: Mend) -> dict[str, str | int]:
    return {"line": mend.line, mend.kind: mend.text, "why": word(mend.why)}


def _foot(parts: Parts) -> dict[str, Any]:
    foot = foot_of(parts.foot)
    signature: dict[str, Any] = {"authority": list(foot.authority)} if foot.authority else {}
    signature |= {"post": foot.post} if foot.post else {}
    signature |= {"by": foot.by} if foot.by else {}
    made: dict[str, Any] = {"signature": signature} if signature else {}
    return made | ({"recipients": [{"text": line} for line in foot.recipients]} if foot.recipients else {})


def proposed_slug(facts: Facts, draft: Draft) -> str:
    """`cao-lanh-178-2021`: the issuer, the serial of its number, the year of issue or of the period."""
    place = re.sub(r"^(?:tỉnh|huyện|thành phố|thị xã|quận) ", "", facts.place.name)
    of_place = facts.issuer.entry.kind in ("UBND", "HĐND")
    name = place if of_place else f"{facts.issuer.name} {place}"
    serial = re.match(r"\d+", normal_number(draft.plan.get("number", "")))
    issued = read_issued(draft.plan.get("issued", ""))
    year = issued.date[:4] if issued and issued.date else "-".join(re.findall(r"\d{4}", draft.plan.get("period", "")))
    return slug(" ".join((name, serial[0] if serial else "", year)))


def to_yaml(draft: Draft, name: str, path: str) -> str:
    """The draft as a plan file with comments; `name` is its slug, `path` its name in messages."""
    plan = {**draft.plan, "source": {**draft.plan["source"], "file": f"sources/{name}.txt"}}
    lines = [f"# yaml-language-server: $schema=../../../{FOLDER}/{file_name('plan')}", *_comment("draft-next"), ""]
    for key, value in plan.items():
        comment = f"draft-at-{key}"
        if not isinstance(value, str):
            lines += ["", *_comment(comment)] if comment in _COMMENTED else [""]
        lines += written({key: value})
    return formatted("\n".join(lines) + "\n", PlanFile, path)


_COMMENTED = ("draft-at-not_printed", "draft-at-source", "draft-at-sections", "draft-at-recipients")


def _comment(key: str) -> list[str]:
    return [f"# {line}".rstrip() for line in word(key).strip().split("\n")]
