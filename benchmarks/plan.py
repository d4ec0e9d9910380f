"""Plan number k: its YAML and the text that it was copied from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from benchmarks import assignments
from benchmarks.author import Author, Indicator, indicators, short, written
from benchmarks.draft import Clause, Value, as_text, as_yaml, emit, heading, scalar
from benchmarks.world import MINISTRIES, Head, World, place_name, proper
from generator.vietnamese import slug

RULE = "______________"
"""The line under a title, left over by the extraction."""

COLLECTIVE_DUTIES = 10


@dataclass(frozen=True, slots=True)
class PlanText:
    """A finished plan: where it lies in the content folder, its YAML and its source."""

    path: str
    source_path: str
    yaml: str
    source: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What plans choose from: the topics' names, the indicators of any programme, the laws' names."""

    topics: tuple[str, ...]
    general: tuple[Indicator, ...]
    laws: tuple[str, ...]


def slug_of(head: Head) -> str:
    """The plan's permanent address."""
    unit = "" if head.sign == "UBND" else f"{slug(head.issuer)}-"
    return f"{unit}{slug(proper(head.place))}-{head.number.split('/')[0]}-{head.issued[0]}"


def title_of(world: World, head: Head) -> str:
    programme = world.programme(head.programme)
    if head.kind == "year":
        return f"Thực hiện {programme.name} trong năm {head.issued[0]} trên địa bàn {head.place}"
    if head.kind == "department":
        return f"Triển khai {programme.name} của {head.issuer}"
    where = "" if head.kind == "ministry" else f" trên địa bàn {head.place}"
    return f"Thực hiện {programme.name}{where}"


def write(world: World, terms: Terms, index: int, collective: str | None = None) -> PlanText:
    """Plan `index`. `collective`: a collective's name that about COLLECTIVE_DUTIES of its duties are to name."""
    head = world.head(index)
    programme = world.programme(head.programme)
    rng = world.rng("plan", index)
    own = indicators(world, programme)
    known = [*own, *rng.sample(terms.general, 3)]
    left = COLLECTIVE_DUTIES if collective and head.kind != "district" else 0
    author = Author(world, programme, head, rng, terms.topics, known, collective, left)
    preamble = _preamble(author, terms)
    sections = [
        _purpose(author, terms),
        _targets(author),
        _content(author),
        _budget(author),
        assignments.section(author),
    ]
    closing = assignments.closing(author)
    annexes = [assignments.table(author)] if head.kind == "district" else []
    return _finished(author, preamble, sections, closing, annexes)


def _preamble(author: Author, terms: Terms) -> list[Clause]:
    """What the plan rests on and carries out: documents of the register, and the plan of the province."""
    head, programme, world = author.head, author.programme, author.world
    decision = f"Quyết định số {programme.number} ngày {short(programme.issued)}"
    below = f"Quyết định số {programme.ministry_number} {written(programme.ministry_issued)}"
    ministry = MINISTRIES[programme.ministry][0]
    found = [
        Clause(
            {"text": f"Căn cứ {terms.laws[programme.law]};"},
            {"basis": terms.laws[programme.law]},
        ),
        Clause(
            {"text": f"Thực hiện {decision} của Thủ tướng Chính phủ phê duyệt {programme.name};"},
            {"implements": decision},
        ),
    ]
    above = world.above(head)
    if head.kind in ("district", "department", "year") and above.index != head.index:
        plan = f"Kế hoạch số {above.number} {written(above.issued)}"
        found.append(Clause({"text": f"Thực hiện {plan} của {above.issuer};"}, {"implements": plan}))
    else:
        found.append(Clause({"text": f"Căn cứ {below} của {ministry};"}, {"basis": below}))
    opening = f"{head.issuer} ban hành Kế hoạch thực hiện {author.programme.kind} với các nội dung cụ thể như sau:"
    return [*found, Clause({"text": opening})]


def _purpose(author: Author, terms: Terms) -> Clause:
    programme = author.programme
    decision = f"Quyết định số {programme.number}"
    texts = [author.sentence(62) for _ in range(3)]
    items = [author.paragraph(text, f"{number}.") for number, text in enumerate(texts, start=1)]
    cited = f"{author.sentence(30).rstrip('.')} theo {decision} của Thủ tướng Chính phủ."
    items[0] = author.paragraph(cited, "1.", cites=decision)
    if author.rng.random() < 0.4:
        law = terms.laws[(programme.law + 1) % len(terms.laws)]
        items[1] = author.paragraph(f"{author.sentence(40).rstrip('.')} theo {law}.", "2.", cites=law)
    return heading("I.", "MỤC ĐÍCH, YÊU CẦU", *items, kind="purpose")


def _targets(author: Author) -> Clause:
    programme, rng = author.programme, author.rng
    first = f"Giai đoạn {programme.year}-{programme.last - 2}"
    last = f"Đến năm {programme.last}"
    start = rng.randrange(len(author.known))
    near = [author.target(start + number) for number in range(rng.randint(4, 6))]
    far = [author.target(start + number) for number in range(rng.randint(3, 4))]
    return heading(
        "II.",
        "MỤC TIÊU",
        heading("1.", first, *near, time=first),
        heading("2.", last, *far, time=last),
        kind="targets",
    )


def _content(author: Author) -> Clause:
    """What is to be done, without saying by whom."""
    rng, voice = author.rng, author.programme.voice
    blocks = []
    for number in range(1, 3 if author.head.kind == "district" else 4):
        tasks = [author.bullet(author.task(26)) for _ in range(rng.randint(2, 4))]
        title = author.rng.choice(("Đẩy mạnh", "Phát triển", "Hoàn thiện")) + " " + voice.phrase(rng, 9)
        blocks.append(heading(f"{number}.", title, *tasks))
    return heading("III.", "NỘI DUNG THỰC HIỆN", *blocks, kind="content")


def _budget(author: Author) -> Clause:
    rng = author.rng
    source = "ngân sách nhà nước và các nguồn vốn hợp pháp khác"
    if rng.random() < 0.4:
        money = f"{rng.randint(1, 90)}.{rng.randrange(1000):03}.000.000 đồng"
        item = author.bullet(f"Tổng kinh phí thực hiện là {money} từ {source}.", money=money, money_from=source)
    else:
        item = author.bullet(
            f"Kinh phí thực hiện từ {source}, {author.programme.voice.phrase(rng, 14)}.", money_from=source
        )
    return heading("IV.", "KINH PHÍ THỰC HIỆN", item, kind="budget")


def _finished(
    author: Author, preamble: list[Clause], sections: list[Clause], closing: list[Clause], annexes: list[Clause]
) -> PlanText:
    head, rng = author.head, author.rng
    title, name = title_of(author.world, head), slug_of(head)
    seat = "Hà Nội" if head.kind == "ministry" else proper(head.place)
    issued = f"{seat}, {written(head.issued)}"
    signature = _signature(author, place_name(rng.getrandbits(11)))
    lines = assignments.recipients(author)
    text: list[str] = [f"Số: {head.number}", issued, "KẾ HOẠCH", title, RULE]
    repairs = [{"line": str(len(text)), "drop": RULE, "why": "đường kẻ dưới trích yếu"}]
    as_text(text, preamble)
    as_text(text, sections[:2])
    text.append("2")
    repairs.append({"line": str(len(text)), "drop": "2", "why": "số trang"})
    as_text(text, [*sections[2:], *closing])
    start = len(text) + 1
    text += ["Nơi nhận:", *(f"- {line['text']}" for line in lines)]
    text += [*signature["authority"], str(signature["post"]), str(signature["by"])]
    foot = f"{start}-{len(text)}"
    as_text(text, annexes)
    source = "\n".join(text) + "\n"
    out = ["type: KẾ HOẠCH", f"number: {head.number}"]
    for key, value in (("issued", issued), ("title", title), ("place", head.place)):
        emit(out, "", key, value)
    emit(out, "", "period", f"giai đoạn {author.programme.year}-{author.programme.last}")
    emit(out, "", "topics", [author.topics[author.programme.topics[0]]])
    out += ["not_printed:", "  issuer:", f"    is: {head.issuer}", "    because: phần mở đầu ghi tên cơ quan ban hành"]
    out.append("groups:")
    out += [f"  {phrase}: {meaning}" for phrase, meaning in assignments.GROUPS.items()]
    digest = hashlib.sha256(source.encode()).hexdigest()
    out += ["source:", f"  file: sources/{name}.txt", f"  sha256: {digest}", f"  foot: {foot}"]
    out.append("  repairs:")
    out += [f"    - {{line: {r['line']}, drop: {scalar(r['drop'])}, why: {r['why']}}}" for r in repairs]
    for part, clauses in (("preamble", preamble), ("sections", sections), ("closing", closing), ("annexes", annexes)):
        if clauses:
            out += ["", f"{part}:"]
            as_yaml(out, clauses, 2)
    out += ["", "signature:"]
    for key, said in signature.items():
        emit(out, "  ", key, said)
    out += ["", "recipients:"]
    for line in lines:
        mark = "  - "
        for key, words in line.items():
            emit(out, mark, key, words)
            mark = "    "
    folder = slug(proper(head.place))
    return PlanText(f"plans/{folder}/{name}.yaml", f"sources/{name}.txt", "\n".join(out) + "\n", source)


def _signature(author: Author, by: str) -> dict[str, Value]:
    """Whoever signs has a name of syllables that places are named with."""
    match author.head.kind:
        case "department":
            return {"authority": ["KT. GIÁM ĐỐC"], "post": "PHÓ GIÁM ĐỐC", "by": by}
        case "ministry":
            return {"authority": ["KT. BỘ TRƯỞNG"], "post": "THỨ TRƯỞNG", "by": by}
    return {"authority": ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"], "post": "PHÓ CHỦ TỊCH", "by": by}
