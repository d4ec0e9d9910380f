"""Printed time phrases: `read_time` gives the rules that a phrase states.

The forms are those met in real plans (vietnamese.md, «Time phrases»), each with its plain variants; `hàng` and `hằng`
are one word. Beyond the grammar, so `None`: a day without a year («Trước ngày 24/8»), a duration («02 ngày»,
«6 tháng»), terms of office and school («giữa nhiệm kỳ», «cuối Học kỳ 1»), words after the date.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from generator.readers.cycles import read_cycle
from generator.readers.dates import first_day, last_day
from generator.readers.periods import read_period, read_point
from generator.readers.rules import Kind, Occurrence, Rule, expand
from generator.vietnamese import nfc, plain_dashes, squash, words

__all__ = ["Kind", "Occurrence", "Rule", "expand", "read_time"]

_LONGEST_TAIL = 12  # words after «Sau khi», «Hoàn thành»: one event or task, not a paragraph
_LATEST = r"(?:chậm|muộn) nhất(?: là| vào| đến| trong)?(?: hết| cuối)?"
_LIMIT = rf"(?P<limit>(?:chậm nhất )?trước|trong|(?:đến )?(?:hết|cuối)|đến|{_LATEST})"
_DONE = r"(?:hoàn thành xong|hoàn thành|hoàn tất|thực hiện xong|xong)"
_ONCE = re.compile(rf"(?:(?P<done>{_DONE}) )?(?:{_LIMIT} )?(?P<point>.+)", re.IGNORECASE)
# «Hoàn thành đầu tư, lắp đặt và vận hành xong trước ngày 01/01/2030»: the task between is free, the limit is not.
_TASK_ONCE = re.compile(rf"hoàn thành(?P<free>.+) {_LIMIT} (?P<point>.+)", re.IGNORECASE)
_PHRASES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "on_request",
        re.compile(
            r"đột xuất|(?:đột xuất,? )?(?:theo yêu cầu(?= của |$)|khi có yêu cầu)(?P<tail> .+)?",
            re.IGNORECASE,
        ),
    ),
    (
        "as_regulated",
        re.compile(
            r"(?:theo(?: đúng)?|đúng) qu[yi] định(?: hiện hành)?(?P<tail> (?:của|tại) .+)?", re.IGNORECASE
        ),
    ),
    ("continuous", re.compile(r"thường xuyên(?:,? liên tục)?|liên tục", re.IGNORECASE)),
    # A review after so many years is an event: the text does not say from when the years count.
    ("on_event", re.compile(r"kịp thời|ngay|(?:sơ|tổng) kết [0-9]{1,2} năm", re.IGNORECASE)),
    ("on_event", re.compile(r"(?:ngay )?(?:sau khi|khi có|khi|nếu có)(?P<tail> .+)", re.IGNORECASE)),
)
_OTHER_TIME = re.compile(
    r"\b(?:trước|ngày|tháng|quý [ivx0-9]|h[àằ]ng (?:năm|quý|tuần)|định kỳ|chậm nhất|đến hết|[0-9]+/[0-9]+)",
    re.IGNORECASE,
)


def read_time(printed: str) -> tuple[Rule, ...] | None:
    """The rules that a printed phrase states, or `None` where the grammar cannot read it.

    Several rules joined by «hoặc», «và», «;» are read when each of them is. `printed` of a rule holds its own words.
    """
    text = squash(nfc(printed))
    if (rules := _read_closed(text)) is not None:
        return tuple(replace(rule, printed=text) for rule in rules)
    return _read_several(text) or _read_phrase(text)


def _read_several(text: str) -> tuple[Rule, ...] | None:
    parts = re.split(r" ?; ?|,? hoặc |,? và ", text, flags=re.IGNORECASE)
    read = [read_time(part) for part in parts] if len(parts) > 1 else []
    rules = tuple(rule for found in read for rule in found or ())
    kinds = {rule.kind for rule in rules}
    # «Đến năm 2025 và năm 2030» is two limits, not a limit and a year of work: such a mixture is not read.
    if not all(read) or ("span" in kinds and len(kinds) > 1):
        return None
    return rules or None


def _read_closed(printed: str) -> tuple[Rule, ...] | None:
    text = _plain(printed)
    if cycle := read_cycle(text):
        return cycle
    rule = _read_span(text) or _read_once(text)
    return (rule,) if rule else None


def _plain(printed: str) -> str:
    """One line without end marks; a closing bracket and «…» read as a comma: «hàng năm (trước ngày 05/12)»."""
    text = re.sub(r"[ .,;:/…]+$", "", plain_dashes(printed))
    text = re.sub(r"^\(([^()]*)\)$", r"\1", text)
    text = re.sub(r",? ?\(([^()]*)\)$", r", \1", text)
    return re.sub(r",? ?(?:…|\.{3,}),? ?", ", ", text).strip(" ,")


def _read_span(text: str) -> Rule | None:
    period = read_period(re.sub("^trong (?=giai đoạn|thời kỳ)", "", text, flags=re.IGNORECASE))
    if period is None:
        return None
    return Rule(
        kind="span", from_=period.from_, to=period.to, last_day=last_day(period.to).isoformat(), printed=text
    )


def _read_once(text: str) -> Rule | None:
    match = _ONCE.fullmatch(text)
    if match and (match["done"] or match["limit"]) and (rule := _limited(match["limit"], match["point"])):
        return rule
    match = _TASK_ONCE.fullmatch(text)
    if match and _is_short(match["free"]) and not re.search(r"[0-9]|\bkhông$", match["free"], re.IGNORECASE):
        return _limited(match["limit"], match["point"])
    return None


def _limited(limit: str | None, printed: str) -> Rule | None:
    """The rule of a limit: strictly before a point of time, by an open «đến năm 2030», else by the end of a period."""
    words_of_limit = (limit or "").lower()
    point = read_point(printed)
    if words_of_limit.endswith("trước"):
        if point is None:
            return None
        return _once(before=point.from_, last=first_day(point.from_) - timedelta(days=1), printed=printed)
    if words_of_limit == "đến" and (point is None or len(point.to) < len("2030-12-31")):
        # «Đến năm 2030» names no day: neither the first nor the last of the year may be put in its place.
        named = point is not None and point.from_ == point.to
        return _once(by=point.to, last=None, printed=printed) if point and named else None
    period = read_period(printed)
    if period is None:
        return None
    last = last_day(period.to)
    return _once(by=last.isoformat(), last=last, printed=printed)


def _once(*, last: date | None, printed: str, before: str | None = None, by: str | None = None) -> Rule:
    return Rule(kind="once", before=before, by=by, last_day=last and last.isoformat(), printed=printed)


def _read_phrase(text: str) -> tuple[Rule, ...] | None:
    plain = _plain(text)
    for kind, form in _PHRASES:
        if match := form.fullmatch(plain):
            tail = match.groupdict().get("tail") or ""
            return (Rule(kind=kind, printed=text),) if _is_short(tail) else None
    return None


def _is_short(free: str) -> bool:
    """Whether free words are few and hold no other time, which would otherwise be swallowed."""
    return len(words(free)) <= _LONGEST_TAIL and not _OTHER_TIME.search(free)
