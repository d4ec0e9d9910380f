"""Printed citations of documents (Nghị định 30/2020/NĐ-CP, Phụ lục I: số, ký hiệu; căn cứ ban hành).

The first citation of a document gives type, number and date, later ones type and number; a law may stand by its name.
"""

import re
from dataclasses import dataclass

from generator.readers.dates import Day, read_date
from generator.vietnamese import nfc, plain_dashes, squash, words

# Nghị định 30/2020/NĐ-CP, điều 7; Luật Ban hành văn bản quy phạm pháp luật; Party documents; «Văn bản» for any of them.
_TYPES = (
    "Nghị quyết|Quyết định|Chỉ thị|Quy chế|Quy định|Thông cáo|Thông báo|Hướng dẫn|Chương trình|Kế hoạch|Phương án|Đề án"
    "|Dự án|Báo cáo|Biên bản|Tờ trình|Hợp đồng|Công văn|Công điện|Giấy mời|Nghị định|Thông tư|Thông tư liên tịch|Lệnh"
    "|Sắc lệnh|Kết luận|Thông tri|Văn bản|Văn bản hợp nhất|Kế hoạch hành động|Kế hoạch phối hợp|Chương trình hành động"
    "|Chương trình phối hợp|Nghị quyết liên tịch|Luật|Bộ luật|Pháp lệnh"
)
_LAWS = "Luật|Bộ luật|Pháp lệnh|Hiến pháp"
_SIGN = r"[A-ZĐ][\w&.]*"
# 178/KH-UBND, 30/2020/NĐ-CP, 202/2025/QH15, 1339/SCT-QLCN; of the Party 34-NQ/TU
_NUMBER = re.compile(
    rf"[0-9]{{1,6}}[a-zA-Z]?(?:(?:/[0-9]{{4}})?/{_SIGN}(?:-{_SIGN})*|-{_SIGN}/{_SIGN}(?:-{_SIGN})*)"
)
_NUMBERED = re.compile(
    rf"(?i:(?P<type>{_TYPES}))(?P<name> [^\W\d_]\D*?)?(?i: số:?)? (?P<number>[0-9].*?)(?P<date>,? ngày .+)?"
)
_NAMED = re.compile(rf"(?P<type>{_LAWS}) (?P<name>[^\W\d_].*?)??(?: ?(?P<year>năm [0-9]{{4}}))?")
_LONGEST_NAME = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A cited document as far as the text names it; `number` in normal form, `date` as precise as printed.

    `name` is set for laws only, with the type and a printed year: «Luật Bảo vệ môi trường năm 2020»; that year is
    then also the `date`.
    """

    type: str
    number: str | None
    date: Day | None
    name: str | None


def read_citation(printed: str) -> Citation | None:
    """A citation from the type to the end of number or date: «Kế hoạch số 35/KH-UBND, ngày 28 tháng 01 năm 2022».

    Words after it («của Ủy ban nhân dân …»), an impossible date or a number of another shape are `None`.
    """
    text = plain_dashes(squash(nfc(printed)))
    return _read_numbered(text) or _read_named(text)


def normal_number(printed: str) -> str:
    """A document number without blanks and with plain hyphens: «178 /KH-UBND» → «178/KH-UBND»."""
    return "".join(plain_dashes(nfc(printed)).split())


def _read_numbered(text: str) -> Citation | None:
    match = _NUMBERED.fullmatch(text)
    if match is None:
        return None
    number, date = normal_number(match["number"]), None
    if match["date"]:
        date = read_date(match["date"].lstrip(", "))
    if not _NUMBER.fullmatch(number) or (match["date"] and date is None):
        return None
    kind, name = match["type"].capitalize(), None
    if match["name"]:
        name = kind + match["name"]
        if kind not in _LAWS.split("|") or not _is_law_name(match["name"]):
            return None
    return Citation(type=kind, number=number, date=date, name=name)


def _read_named(text: str) -> Citation | None:
    match = _NAMED.fullmatch(text)
    if match is None or not (match["name"] or match["year"]) or not _is_law_name(match["name"] or ""):
        return None
    date = read_date(match["year"]) if match["year"] else None
    if match["year"] and (date is None or not (match["name"] or match["type"] == "Hiến pháp")):
        return None
    return Citation(type=match["type"], number=None, date=date, name=text)


def _is_law_name(name: str) -> bool:
    """«Bảo vệ môi trường», «Sửa đổi, bổ sung một số điều của Luật Đầu tư»; not «này», nor with issuer or day."""
    name = name.strip()
    if re.search(rf"[0-9;:]|\bngày\b|\bcủa (?!{_LAWS})|\bvà Luật\b|,$", name):
        return False
    return not name or (name[0].isupper() and len(words(name)) <= _LONGEST_NAME)
