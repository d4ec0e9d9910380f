"""The registers of a synthetic corpus: places, units, documents, topics, indicators. They grow with the blocks."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from benchmarks.assignments import ALL_OF_DISTRICT, provinces_of_region
from benchmarks.author import Indicator, capital, indicators, short
from benchmarks.draft import Value, emit
from benchmarks.plan import Terms
from benchmarks.world import (
    BLOCK,
    COMMUNES,
    DEPARTMENTS,
    DISTRICTS,
    FOUNDED,
    ISSUING,
    MINISTRIES,
    OFFICES,
    PROGRAMMES,
    REGION,
    ROOMS,
    SHARING,
    World,
    commune,
    district,
    province,
)

MADE_TOPICS = 47
"""Topics besides the site's own. Their number is the same in every corpus: topics are for comparing plans."""
COLLECTIVE = "Các trung tâm trong mạng lưới"
"""The collective of `--collective`."""

Entry = dict[str, Value]


def blocks_of(plans: int) -> int:
    return ceil(plans / BLOCK)


def terms_of(world: World, real_topics: list[str]) -> Terms:
    """What plans choose from; the same in every corpus of a seed."""
    rng = world.rng("terms")
    voice = world.language.voice(rng)
    topics = dict.fromkeys(real_topics)
    while len(topics) < world.topics:
        topics[capital(voice.phrase(rng, 3))] = None
    laws = tuple(
        f"Luật {capital(' '.join(_letters(voice.phrase(rng, 5))))} năm {1999 + number}" for number in range(world.laws)
    )
    return Terms(tuple(topics), tuple(indicators(world, None)), laws)


def _letters(phrase: str) -> list[str]:
    """Words that the name of a law may hold."""
    return [word for word in phrase.split() if word not in ("ngày", "của", "và", "năm", "số")] or ["công", "vụ"]


def dumped(entries: list[Entry], indent: int = 0) -> str:
    """The entries as a YAML list."""
    out: list[str] = []
    for entry in entries:
        lead = f"{' ' * indent}- "
        for key, value in entry.items():
            emit(out, lead, key, value)
            lead = " " * (indent + 2)
    return "\n".join(out) + "\n" if out else ""


def topic_entries(terms: Terms, real: int) -> list[Entry]:
    return [{"name": name} for name in terms.topics[real:]]


def indicator_entries(world: World, terms: Terms, blocks: int) -> list[Entry]:
    found: list[Indicator] = [*terms.general]
    for index in programmes(blocks):
        found += indicators(world, world.programme(index))
    return [{"name": i.name, **({"measure": i.measure} if i.measure else {})} for i in found]


def programmes(blocks: int) -> range:
    """The programmes that the blocks carry out."""
    return range(ceil(blocks / SHARING) * PROGRAMMES)


def place_entries(blocks: int, first: int = 0) -> list[Entry]:
    """The places of the blocks from `first` on, up to `blocks`."""
    found: list[Entry] = []
    for block in range(first, blocks):
        found.append({"name": province(block), "level": "tỉnh", "of": "trung ương"})
        for number in range(DISTRICTS):
            found.append({"name": district(block, number), "level": "huyện", "of": province(block)})
    return found


def document_entries(world: World, terms: Terms, blocks: int) -> list[Entry]:
    return [*law_entries(terms), *(entry for index in programmes(blocks) for entry in decisions(world, index))]


def law_entries(terms: Terms) -> list[Entry]:
    found: list[Entry] = []
    for number, name in enumerate(terms.laws):
        year = name.rsplit(" ", 1)[1]
        found.append(
            {
                "name": name,
                "number": f"{20 + number}/{year}/QH13",
                "type": "Luật",
                "issuer": "Quốc hội",
                "issued": f"{number + 10:02}/06/{year}",
                "title": name.rsplit(" năm ", 1)[0],
            }
        )
    return found


def decisions(world: World, index: int) -> Iterator[Entry]:
    """The two documents that set up a programme."""
    programme = world.programme(index)
    yield {
        "number": programme.number,
        "type": "Quyết định",
        "issuer": "Thủ tướng Chính phủ",
        "issued": short(programme.issued),
        "title": f"Phê duyệt {programme.name}",
    }
    yield {
        "number": programme.ministry_number,
        "type": "Quyết định",
        "issuer": MINISTRIES[programme.ministry][0],
        "issued": short(programme.ministry_issued),
        "title": f"Ban hành Kế hoạch hành động thực hiện {programme.name}",
        "implements": [programme.number],
    }


def unit_files(blocks: int, collective: int) -> Iterator[tuple[str, str, list[Entry]]]:
    """(name of the file, place, units) of every place."""
    yield "bo-nganh", "trung ương", national_units(blocks, collective)
    for block in range(blocks):
        yield from block_units(block)


def block_units(block: int) -> Iterator[tuple[str, str, list[Entry]]]:
    """Likewise, of the province and the districts of one block."""
    yield f"tinh-{block}", province(block), _provincial(block)
    for number in range(DISTRICTS):
        yield f"huyen-{block}-{number}", district(block, number), _of_district(block, number)


def national_units(blocks: int, collective: int) -> list[Entry]:
    found: list[Entry] = [{"name": name, "short": sign, "kind": "bộ", "of": "Chính phủ"} for name, sign in MINISTRIES]
    found.append({"name": "Các bộ, ngành", "kind": "tập thể", "members": [{"kind": "bộ"}]})
    for region in range(ceil(blocks / REGION)):
        members = provinces_of_region(region, blocks)
        found.append({"name": f"UBND các tỉnh vùng {region + 1}", "kind": "tập thể", "members": members})
    if collective:
        found.append({"name": COLLECTIVE, "kind": "tập thể", "members": [{"kind": "trung tâm"}]})
        found += [{"name": f"Trung tâm vùng số {number}", "kind": "trung tâm"} for number in range(1, collective + 1)]
    return found


def _provincial(block: int) -> list[Entry]:
    place = province(block)
    own = f"UBND {place}"
    found: list[Entry] = [
        {
            "name": own,
            "aliases": ["UBND tỉnh", "Ủy ban nhân dân tỉnh", f"Ủy ban nhân dân {place}"],
            "kind": "UBND",
        },
        {"name": "Văn phòng UBND", "aliases": ["VP UBND tỉnh", "Văn phòng UBND tỉnh"], "kind": "văn phòng", "of": own},
    ]
    for name, sign, successor in DEPARTMENTS:
        unit: Entry = {"name": name, "short": sign, "kind": "sở", "of": own}
        if successor:
            unit |= {"dissolved": "2025-03-01"}
            unit["succeeded_by"] = [{"unit": successor, "basis": "Nghị định 45/2025/NĐ-CP ngày 28/02/2025"}]
        elif name == FOUNDED:
            unit["established"] = "2025-03-01"
        found.append(unit)
    for name, _, _ in DEPARTMENTS[:ISSUING]:
        found += _rooms(name)
    found += [
        {"name": "Thanh tra", "aliases": ["Thanh tra tỉnh"], "kind": "ban", "of": own},
        {"name": "Ban Quản lý Khu kinh tế", "short": "BQL KKT", "kind": "ban", "of": own},
        {"name": "Ủy ban Mặt trận Tổ quốc Việt Nam", "aliases": ["UBMTTQ tỉnh"], "kind": "mặt trận"},
        {"name": "Hội Nông dân", "kind": "đoàn thể"},
        {"name": "Hội Liên hiệp Phụ nữ", "kind": "đoàn thể"},
        {
            "name": "Các sở, ban, ngành",
            "aliases": ["Các sở, ban, ngành tỉnh"],
            "kind": "tập thể",
            "members": [{"kind": "sở"}, {"kind": "ban"}],
        },
        {
            "name": "Các sở, ban, ngành, đoàn thể",
            "kind": "tập thể",
            "members": ["Các sở, ban, ngành", "Hội Nông dân", "Hội Liên hiệp Phụ nữ"],
        },
        {
            "name": "UBND các huyện",
            "aliases": ["UBND cấp huyện"],
            "kind": "tập thể",
            "members": [f"UBND {district(block, number)}" for number in range(DISTRICTS)],
        },
        {"name": "Các cơ quan báo chí trên địa bàn", "kind": "tập thể", "note": "Không được nêu tên."},
    ]
    return found


def _rooms(department: str) -> list[Entry]:
    kinds = {"Văn": "văn phòng", "Phòng": "phòng", "Trung": "trung tâm"}
    found: list[Entry] = [{"name": "Giám đốc Sở", "kind": "lãnh đạo", "of": department}]
    found += [{"name": room, "kind": kinds[room.split()[0]], "of": department} for room in ROOMS]
    rule: Value = [{"of": department}]
    found.append({"name": "Các phòng, đơn vị thuộc Sở", "kind": "tập thể", "of": department, "members": rule})
    return found


def _of_district(block: int, number: int) -> list[Entry]:
    place = district(block, number)
    own = f"UBND {place}"
    ended = {"dissolved": "2025-07-01"}
    communes = [commune(block, number, index) for index in range(COMMUNES)]
    found: list[Entry] = [
        {
            "name": own,
            "aliases": ["UBND Huyện", "Ủy ban nhân dân Huyện", f"Ủy ban nhân dân {place}"],
            "kind": "UBND",
            "of": f"UBND {province(block)}",
            **ended,
        },
        {"name": f"HĐND {place}", "aliases": ["HĐND Huyện"], "kind": "HĐND", **ended},
        {"name": "Văn phòng HĐND và UBND", "aliases": ["VPUBND"], "kind": "văn phòng", "of": own, **ended},
    ]
    found += [{"name": office, "kind": "phòng", "of": own, **ended} for office in OFFICES]
    found += [{"name": name, "kind": "UBND"} for name in communes]
    found += [
        {"name": "Các phòng, ban", "kind": "tập thể", "members": [{"kind": "phòng", "of": own}]},
        {"name": "UBND các xã, thị trấn", "aliases": ["UBND cấp xã"], "kind": "tập thể", "members": communes},
        {"name": ALL_OF_DISTRICT, "kind": "tập thể", "members": ["Các phòng, ban", "UBND các xã, thị trấn"]},
        {"name": "Hội Nông dân", "kind": "đoàn thể"},
        {"name": "Hội Liên hiệp Phụ nữ", "kind": "đoàn thể"},
    ]
    return found


def unit_file(place: str, units: list[Entry]) -> str:
    return f"place: {place}\nunits:\n{dumped(units, 2)}"
