"""Who does what in a synthetic plan: the section that charges units, the closing reports, the annex's table."""

from __future__ import annotations

from benchmarks.author import Author
from benchmarks.draft import Clause, Value, heading
from benchmarks.world import DEPARTMENTS, MINISTRIES, OFFICES, REGION, ROOMS, province, stands

GROUPS = {"các đơn vị": "everyone", "các đơn vị có liên quan": "unnamed", "các đơn vị liên quan": "unnamed"}
"""Vague phrases, and what every plan means by them."""
OPEN = "các đơn vị có liên quan"
ALL_OF_DISTRICT = "Các phòng, ban, UBND các xã, thị trấn và các đơn vị có liên quan"


def charged(author: Author) -> list[str]:
    """The units that the plan gives work to, first the one that others report to."""
    head, rng = author.head, author.rng
    if head.kind == "department":
        return [*rng.sample(ROOMS[1:], 4), ROOMS[0]]
    if head.kind == "district":
        return rng.sample(OFFICES, 4)
    if head.kind == "ministry":
        others = [name for name, _ in MINISTRIES if name != head.issuer]
        return [head.issuer, *rng.sample(others, 4), f"UBND các tỉnh vùng {head.block // REGION + 1}"]
    standing = [entry[0] for entry in DEPARTMENTS if stands(entry, head.iso)]
    return [*rng.sample(standing, rng.randint(6, 8)), "UBND các huyện"]


def helpers(author: Author) -> tuple[str, ...]:
    """The collectives that support a lead, as the plans of this kind name them."""
    if author.collective_left:
        author.collective_left -= 1
        return (str(author.collective),)
    match author.head.kind:
        case "department":
            return ("các phòng, đơn vị thuộc Sở",)
        case "district":
            return ("các phòng, ban", "UBND các xã, thị trấn")
        case "ministry":
            return ("các bộ, ngành", f"UBND các tỉnh vùng {author.head.block // REGION + 1}")
    if author.rng.random() < 0.6:
        return ("các sở, ban, ngành", "UBND các huyện")
    return ("các sở, ban, ngành, đoàn thể",)


def section(author: Author) -> Clause:
    """«Tổ chức thực hiện»: a heading a unit, its duties below."""
    blocks = []
    for number, unit in enumerate(charged(author), start=1):
        duties = [_duty(author, unit, first=number <= 4 and index == 0) for index in range(author.rng.randint(1, 2))]
        if number == 1:
            office, time = _head_office(author), "Định kỳ hằng năm"
            duties[0].printed["dash"] += f" {time} báo cáo {office} kết quả thực hiện."
            duties[0].says["reports"] = [{"from": unit, "to": office, "what": "kết quả thực hiện", "time": time}]
        blocks.append(heading(f"{number}.", unit, *duties, assigned=unit))
    return heading("V.", "TỔ CHỨC THỰC HIỆN", *blocks, kind="assignments")


def _duty(author: Author, unit: str, first: bool) -> Clause:
    """A duty; the first of a unit leads others, a later one has a time now and then or supports another unit."""
    rng = author.rng
    if author.collective_left or (first and rng.random() < 0.8):
        names = helpers(author)
        opening = f"Chủ trì, phối hợp với {', '.join(names)} và {OPEN}"
        return author.bullet(author.sentence(34, opening), lead=unit, support=[*names, OPEN])
    text = author.task(34)
    if rng.random() < 0.25:
        text, says = author.timed(text)
        return author.bullet(text, **says)
    if rng.random() < 0.2:
        return author.bullet(author.sentence(26, f"Phối hợp với {OPEN}"), **{"support": unit, "with": OPEN})
    return author.bullet(text)


def _head_office(author: Author) -> str:
    match author.head.kind:
        case "department":
            return "Giám đốc Sở"
        case "district":
            return f"UBND {author.head.place}"
        case "ministry":
            return "Thủ tướng Chính phủ"
    return f"UBND {author.head.place}"


def closing(author: Author) -> list[Clause]:
    """Who reports to whom, in two chains."""
    head, rng = author.head, author.rng
    first, above = _collector(author), _head_office(author)
    day = f"trước ngày {rng.randint(1, 20):02}/12/{head.issued[0] + 1}"
    yearly: list[dict[str, str]] = [
        {"from": "các đơn vị", "to": first, "what": "kết quả thực hiện", "time": day},
        {"from": first, "to": above, "what": "kết quả thực hiện"},
    ]
    trouble = "khó khăn, vướng mắc"
    sudden: list[dict[str, str]] = [
        {"from": "các đơn vị", "to": first, "what": trouble, "time": "kịp thời"},
        {"from": first, "to": above, "what": trouble},
    ]
    return [
        Clause(
            {"text": f"Các đơn vị báo cáo kết quả thực hiện về {first} {day} để tổng hợp, báo cáo {above}."},
            {"reports": yearly},
        ),
        Clause(
            {
                "text": f"Trong quá trình thực hiện, nếu có {trouble}, đề nghị các đơn vị kịp thời thông tin về "
                f"{first} để tổng hợp, báo cáo {above} xem xét, quyết định./."
            },
            {"reports": sudden},
        ),
    ]


def _collector(author: Author) -> str:
    """The unit that gathers reports."""
    match author.head.kind:
        case "department":
            return ROOMS[0]
        case "district":
            return "Văn phòng HĐND và UBND"
        case "ministry":
            return author.head.issuer
    return "Văn phòng UBND"


def table(author: Author) -> Clause:
    """A district's annex: rows with a lead and a time, all of them supported by the same collective."""
    rng = author.rng
    shared = author.collective or ALL_OF_DISTRICT
    groups, number = [], 0
    for label in ("I", "II", "III"):
        rows = []
        for _ in range(rng.randint(3, 4)):
            number += 1
            span = rng.choice((f"{author.programme.year}-{author.programme.last}", f"Năm {author.head.issued[0]}"))
            says: dict[str, Value] = {"lead": rng.choice(OFFICES), "time": span}
            rows.append(author.about(Clause({"label": str(number), "text": author.task(24)}, says)))
        groups.append(heading(label, author.programme.voice.phrase(rng, 9).capitalize(), *rows))
    columns = [
        {"head": "STT", "key": "label"},
        {"head": "Nội dung", "key": "text"},
        {"head": "Đơn vị chủ trì", "key": "lead"},
        {"head": "Đơn vị phối hợp", "key": "support", "every_row": shared},
        {"head": "Thời gian", "key": "time"},
    ]
    return heading("Phụ lục", "PHÂN CÔNG NHIỆM VỤ", *groups, columns=columns)


def recipients(author: Author) -> list[dict[str, str]]:
    """«Nơi nhận», with the units that the register knows."""
    above = _head_office(author)
    lines = [{"text": f"{above} (báo cáo);", "units": above}]
    names = {"district": ("Các phòng, ban", "UBND các xã, thị trấn"), "department": ("Các phòng, đơn vị thuộc Sở",)}
    for name in names.get(author.head.kind, ("Các sở, ban, ngành", "UBND các huyện")):
        if author.head.kind == "ministry":
            name = "Các bộ, ngành"
        lines.append({"text": f"{name};", "units": name})
    return [*lines, {"text": "Các đơn vị có liên quan;"}, {"text": "Lưu: VT."}]


def provinces_of_region(region: int, blocks: int) -> list[str]:
    return [f"UBND {province(block)}" for block in range(region * REGION, min((region + 1) * REGION, blocks))]
