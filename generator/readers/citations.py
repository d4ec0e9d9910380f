"""Printed citations of documents (Nghị định 30/2020/NĐ-CP, phụ lục I: số, ký hiệu; căn cứ ban hành).

The first citation of a document prints type, number and date, later ones type and number; a law may stand by
its name alone.
"""

import re
from functools import lru_cache

from msgspec import Struct

from generator.readers.dates import Day, read_date
from generator.vietnamese import KEPT, nfc, plain_dashes, squash, words

# Nghị định 30/2020/NĐ-CP, điều 7; the normative texts; those of the Party; «Văn bản» stands for any of them.
_TYPES = (
    "Nghị quyết(?: liên tịch)?|Quyết định|Chỉ thị|Quy chế|Quy định|Thông cáo|Thông báo|Hướng dẫn|Phương án"
    "|(?:Chương trình|Kế hoạch)(?: hành động| phối hợp)?|Đề án|Dự án|Báo cáo|Biên bản|Tờ trình|Hợp đồng"
    "|Công văn|Công điện|Giấy mời|Nghị định|Thông tư(?: liên tịch)?|Lệnh|Sắc lệnh|Kết luận|Thông tri"
    "|Văn bản(?: hợp nhất)?"
)
_LAWS = "Luật|Bộ luật|Pháp lệnh|Hiến pháp"
_SIGN = r"[A-ZĐ][\w&]*(?:\.[\w&]+)*"
# 178/KH-UBND, 30/2020/NĐ-CP, 202/2025/QH15, 1339/SCT-QLCN; of the Party 34-NQ/TU
_NUMBER = re.compile(
    rf"[0-9]{{1,6}}[a-zA-Z]?(?:/[0-9]{{4}})?/{_SIGN}(?:-{_SIGN})*"
    rf"|[0-9]{{1,6}}-{_SIGN}/{_SIGN}(?:-{_SIGN})*"
)
_REFERENCE = r"(?P<number>[0-9].*?)(?P<date>,? ngày .+)?"
_NUMBERED = re.compile(rf"(?P<type>{_TYPES}|{_LAWS}) (?:số:? ?)?{_REFERENCE}", re.IGNORECASE)
_LAW = re.compile(
    rf"(?P<name>(?P<type>{_LAWS})(?P<words> [^\W\d_][^0-9;:]*?)?(?P<year> năm [0-9]{{4}})?)"
    rf"(?: số:? ?{_REFERENCE}|(?P<day>,? ngày .+))?"
)
_LONGEST_NAME = 25  # words
_NOT_IN_NAME = re.compile(rf"\bngày\b|\bcủa (?!{_LAWS})|\bvà (?:{_LAWS})\b|,$")


class Citation(Struct, frozen=True, kw_only=True):
    """A cited document as far as the text names it; `number` in normal form, `date` as precise as printed.

    `name` is set for laws cited by name, with the type and a printed year: «Luật Bảo vệ môi trường năm 2020».
    That year belongs to the name and is no `date`; «Luật Bảo vệ môi trường ngày 17 tháng 11 năm 2020» has one.
    """

    type: str
    number: str | None
    date: Day | None
    name: str | None


@lru_cache(maxsize=KEPT)
def read_citation(printed: str) -> Citation | None:
    """A citation from its type to the end of number or date: «Kế hoạch số 35/KH-UBND, ngày 28/01/2022».

    Words after it («của Ủy ban nhân dân …»), an impossible date and a number of another shape are `None`.
    """
    text = plain_dashes(squash(nfc(printed)))
    if match := _NUMBERED.fullmatch(text):
        return _cited(match, name=None)
    match = _LAW.fullmatch(text)
    if match is None or not _is_law(match):
        return None
    if match["number"] is None:
        date = read_date(match["day"].lstrip(", ")) if match["day"] else None
        known = date is not None or match["day"] is None
        return Citation(type=match["type"], number=None, date=date, name=match["name"]) if known else None
    return _cited(match, name=match["name"])


@lru_cache(maxsize=KEPT)
def normal_number(printed: str) -> str:
    """A document number without blanks and with plain hyphens: «178 /KH-UBND» → «178/KH-UBND»."""
    return nfc("".join(plain_dashes(printed).split()))


def _cited(match: re.Match[str], name: str | None) -> Citation | None:
    number = re.sub(r" ?([/-]) ?", r"\1", match["number"])  # other blanks part words that follow the number
    date = read_date(match["date"].lstrip(", ")) if match["date"] else None
    if _NUMBER.fullmatch(number) is None or (match["date"] and date is None):
        return None
    return Citation(type=match["type"].capitalize(), number=number, date=date, name=name)


def _is_law(match: re.Match[str]) -> bool:
    """«Luật Bảo vệ môi trường», «Luật Sửa đổi … của Luật Đầu tư»; not «Luật này», nor with issuer or day."""
    name = (match["words"] or "").strip()
    if not name:  # only the constitution goes by its year alone
        return bool(match["type"] == "Hiến pháp" and match["year"])
    return name[0].isupper() and len(words(name)) <= _LONGEST_NAME and not _NOT_IN_NAME.search(name)
