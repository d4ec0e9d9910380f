"""Who issues the synthetic plans, when, under which programme: facts of plan number k that never depend on how many
plans a corpus holds.

Plans come in blocks: one province with its districts each. Within a block ten plans in a row carry out one programme:
the province's, its plan for a year, those of two of its departments, those of districts, now and then a ministry's. Two
blocks share their programmes, as provinces share those of the country. So everything grows in step with the plans.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache

from benchmarks.language import Language, Voice

BLOCK = 500
SLOTS = 10
PROGRAMMES = BLOCK // SLOTS
SHARING = 2
"""Blocks that carry out the same programmes."""
DISTRICTS = 10
COMMUNES = 8
REGION = 5
"""Provinces whose collective a ministry's plan names."""
REFORM = "2025-03-01"
"""From this day on some departments are merged, as they were in 2025."""

DEPARTMENTS: tuple[tuple[str, str, str | None], ...] = (
    ("Sở Công Thương", "SCT", None),
    ("Sở Tài chính", "STC", None),
    ("Sở Xây dựng", "SXD", None),
    ("Sở Khoa học và Công nghệ", "SKHCN", None),
    ("Sở Y tế", "SYT", None),
    ("Sở Giáo dục và Đào tạo", "SGDĐT", None),
    ("Sở Nội vụ", "SNV", None),
    ("Sở Tư pháp", "STP", None),
    ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL", None),
    ("Sở Kế hoạch và Đầu tư", "SKHĐT", "Sở Tài chính"),
    ("Sở Tài nguyên và Môi trường", "STNMT", "Sở Nông nghiệp và Môi trường"),
    ("Sở Nông nghiệp và Phát triển nông thôn", "SNNPTNT", "Sở Nông nghiệp và Môi trường"),
    ("Sở Giao thông vận tải", "SGTVT", "Sở Xây dựng"),
    ("Sở Thông tin và Truyền thông", "STTTT", "Sở Khoa học và Công nghệ"),
    ("Sở Lao động – Thương binh và Xã hội", "SLĐTBXH", "Sở Nội vụ"),
    ("Sở Nông nghiệp và Môi trường", "SNNMT", None),
)
"""Name, sign in document numbers, the department that took over."""
FOUNDED = "Sở Nông nghiệp và Môi trường"
"""The department that the merging brought into being."""
ISSUING = 6
"""The first departments, which issue plans and have rooms."""
ROOMS = ("Văn phòng Sở", "Phòng Kế hoạch - Tổng hợp", "Phòng Nghiệp vụ", "Phòng Pháp chế", "Trung tâm Dịch vụ")
OFFICES = (
    "Phòng Kinh tế và Hạ tầng",
    "Phòng Tài chính - Kế hoạch",
    "Phòng Nông nghiệp và Phát triển nông thôn",
    "Phòng Tài nguyên và Môi trường",
    "Phòng Văn hóa và Thông tin",
    "Phòng Giáo dục và Đào tạo",
    "Phòng Y tế",
    "Phòng Nội vụ",
)
MINISTRIES = (
    ("Bộ Tài chính", "BTC"),
    ("Bộ Nội vụ", "BNV"),
    ("Bộ Tư pháp", "BTP"),
    ("Bộ Xây dựng", "BXD"),
    ("Bộ Y tế", "BYT"),
    ("Bộ Khoa học và Công nghệ", "BKHCN"),
    ("Bộ Giáo dục và Đào tạo", "BGDĐT"),
    ("Bộ Văn hóa, Thể thao và Du lịch", "BVHTTDL"),
)

_NAMES = (
    "An", "Bắc", "Bàng", "Cát", "Châu", "Chí", "Cường", "Đại", "Đức", "Đông", "Gia", "Giao", "Hà", "Hải", "Hậu",
    "Hiệp", "Hòa", "Hồng", "Hưng", "Khánh", "Kiên", "Kim", "Lạc", "Lâm", "Lan", "Lệ", "Liên", "Long", "Lộc",
    "Lương", "Mai", "Minh", "Mỹ", "Nam", "Nghĩa", "Ngọc", "Nhân", "Nhơn", "Phong", "Phú", "Phước", "Quế", "Sơn",
    "Tam", "Tân", "Tây", "Thanh", "Thắng", "Thiện", "Thịnh", "Thọ", "Thuận", "Tiên", "Trà", "Trung", "Trường",
    "Tường", "Văn", "Vĩnh", "Xuân", "Yên",
)  # fmt: skip
"""Syllables of names of places; no two are alike without their marks."""
_REAL = frozenset({"Long An", "Phú Thọ", "Phú Yên", "Hà Nam", "Hà Giao", "Hải Châu", "Vĩnh Long", "Gia Lâm"})
"""Names that real provinces and their seats have: not for invented ones."""


@dataclass(frozen=True, slots=True)
class Programme:
    """What plans carry out: its subject and period, its own words, the documents that set it up."""

    index: int
    kind: str
    subject: str
    year: int
    last: int
    voice: Voice
    phrases: tuple[str, ...]
    topics: tuple[int, ...]
    number: str
    issued: tuple[int, int, int]
    ministry: int
    ministry_number: str
    ministry_issued: tuple[int, int, int]
    law: int

    @property
    def name(self) -> str:
        return f"{self.kind} {self.subject} giai đoạn {self.year}-{self.last}"


@dataclass(frozen=True, slots=True)
class Head:
    """Who issues plan `index`, its kind (province, year, department, district, ministry), number and date."""

    index: int
    kind: str
    block: int
    programme: int
    place: str
    issuer: str
    sign: str
    number: str
    issued: tuple[int, int, int]
    district: int

    @property
    def iso(self) -> str:
        return "{}-{:02}-{:02}".format(*self.issued)


def place_name(number: int) -> str:
    """The proper name of place `number`; no two are alike, also without their marks."""
    size = len(_NAMES)
    spread = (number * 1013 + 17) % (size * size) + number // (size * size) * size * size
    first, second, third = spread % size, spread // size % size, spread // (size * size)
    name = f"{_NAMES[first]} {_NAMES[second]}" + (f" {_NAMES[third - 1]}" if third else "")
    return f"{name} Mới" if name in _REAL or first == second else name


def province(block: int) -> str:
    return f"tỉnh {place_name(block * (DISTRICTS + 1))}"


def district(block: int, number: int) -> str:
    return f"huyện {place_name(block * (DISTRICTS + 1) + 1 + number)}"


def commune(block: int, number: int, index: int) -> str:
    """A commune of a district; only within the district is its name its own."""
    size = len(_NAMES)
    start = (block * DISTRICTS + number) * 37
    return f"UBND xã {_NAMES[(start + index * 7) % size]} {_NAMES[(start // size + index * 11 + 5) % size]}"


def proper(place: str) -> str:
    """«huyện Tân Lộc» → «Tân Lộc»."""
    return place.split(" ", 1)[1]


def stands(department: tuple[str, str, str | None], day: str) -> bool:
    """Whether a department is there on `day` (ISO)."""
    return day < REFORM if department[2] else day >= REFORM or department[0] != FOUNDED


@dataclass(frozen=True, eq=False)
class World:
    """The one world of a seed. It is compared by identity, so that its cached facts are found at once."""

    language: Language
    seed: int
    topics: int
    laws: int = 12

    def rng(self, *what: str | int) -> random.Random:
        return random.Random(f"{self.seed}/{'/'.join(map(str, what))}")

    @lru_cache(maxsize=128)  # noqa: B019  a world lives as long as the process
    def programme(self, index: int) -> Programme:
        rng = self.rng("programme", index)
        voice = self.language.voice(rng)
        year = 2011 + index * 7 % 15
        return Programme(
            index=index,
            kind=rng.choice(("Chương trình", "Chương trình mục tiêu", "Đề án", "Chiến lược", "Chương trình hành động")),
            subject=voice.phrase(rng, rng.randint(5, 8)),
            year=year,
            last=year + rng.choice((4, 5, 5)),
            voice=voice,
            phrases=tuple(voice.phrase(rng, rng.randint(7, 12)) for _ in range(40)),
            topics=tuple(rng.sample(range(self.topics), 6)),
            number=f"{2000 + index}/QĐ-TTg",
            issued=(year, 1, rng.randint(4, 28)),
            ministry=(ministry := rng.randrange(len(MINISTRIES))),
            ministry_number=f"{200 + index}/QĐ-{MINISTRIES[ministry][1]}",
            ministry_issued=(year, 2, rng.randint(1, 28)),
            law=rng.randrange(self.laws),
        )

    def programme_of(self, block: int, place: int) -> int:
        """The number of the programme that a block carries out in `place` (0 to PROGRAMMES - 1)."""
        return block // SHARING * PROGRAMMES + place

    def head(self, index: int) -> Head:
        """Who issues plan `index`, and when."""
        block, inside = divmod(index, BLOCK)
        turn, slot = divmod(inside, SLOTS)
        programme = self.programme_of(block, turn)
        rng = self.rng("head", index)
        year = self.programme(programme).year + (slot == 1)
        kind = ("province", "year", "department", "department")[slot] if slot < 4 else "district"
        if slot == SLOTS - 1 and turn % 5 == 4:
            kind = "ministry"
        number = (turn * 7 + slot) % DISTRICTS
        place, issuer, sign = self._issuer(kind, block, turn, slot, number, programme)
        return Head(
            index=index,
            kind=kind,
            block=block,
            programme=programme,
            place=place,
            issuer=issuer,
            sign=sign,
            number=f"{400 + index * 7919 % 4000}/KH-{sign}",
            issued=(year, min(3 + slot, 12), rng.randint(1, 28)),
            district=number,
        )

    def _issuer(self, kind: str, block: int, turn: int, slot: int, number: int, programme: int) -> tuple[str, str, str]:
        if kind == "ministry":
            name, sign = MINISTRIES[self.programme(programme).ministry]
            return "trung ương", name, sign
        if kind == "department":
            name, sign, _ = DEPARTMENTS[(turn * 2 + slot) % ISSUING]
            return province(block), name, sign
        place = district(block, number) if kind == "district" else province(block)
        return place, f"UBND {place}", "UBND"

    def above(self, head: Head) -> Head:
        """The province's plan that a plan of its block carries out."""
        return self.head(head.index - head.index % SLOTS)
