"""The kinds of damage: bytes of a YAML file in, damaged bytes out; None where the file has nothing of the kind.

Each takes its spot from a seeded random source, so that a number always means the same mutation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from random import Random

import yaml

Damage = Callable[[bytes, Random], bytes | None]


# --- lines and bytes ---------------------------------------------------------------------------------------------


def _lines(change: Callable[[list[str], int, Random], None]) -> Damage:
    """Damage to one line that is not empty."""

    def damage(data: bytes, random: Random) -> bytes:
        lines = data.decode("utf-8").splitlines(keepends=True)
        change(lines, random.choice([index for index, line in enumerate(lines) if line.strip()]), random)
        return "".join(lines).encode()

    return damage


def _set_line(new: Callable[[str, Random], str]) -> Damage:
    def change(lines: list[str], at: int, random: Random) -> None:
        lines[at] = new(lines[at].rstrip("\n"), random) + "\n"

    return _lines(change)


def _delete_line(lines: list[str], at: int, _: Random) -> None:
    del lines[at]


def _duplicate_line(lines: list[str], at: int, _: Random) -> None:
    lines.insert(at, lines[at])


def _swap_lines(lines: list[str], at: int, random: Random) -> None:
    other = random.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


def _delete_lines(lines: list[str], at: int, random: Random) -> None:
    del lines[at : at + random.randint(2, 12)]


def _move_lines(lines: list[str], at: int, random: Random) -> None:
    moved = lines[at : at + random.randint(1, 6)]
    del lines[at : at + len(moved)]
    spot = random.randrange(len(lines) + 1)
    lines[spot:spot] = moved


def _conflict(lines: list[str], at: int, _: Random) -> None:
    """What git leaves where two people changed one line."""
    lines[at : at + 1] = ["<<<<<<< HEAD\n", lines[at], "=======\n", lines[at], ">>>>>>> nhanh-khac\n"]


def _truncate(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def _delete_bytes(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + data[at + random.randint(1, 40) :]


def _flip_byte(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + bytes((data[at] ^ (1 << random.randrange(8)),)) + data[at + 1 :]


def _latin_1(data: bytes, random: Random) -> bytes:
    """Some letters as Windows wrote them."""
    text = data.decode("utf-8")
    letter = random.choice(sorted(set(re.findall("[à-ÿ]", text))) or ["a"])
    return data.replace(letter.encode(), letter.encode("latin-1"), random.randint(1, 9))


def _inside(text: str) -> Damage:
    """The text between two characters."""

    def damage(data: bytes, random: Random) -> bytes:
        whole = data.decode("utf-8")
        at = random.randrange(len(whole))
        return (whole[:at] + text + whole[at:]).encode()

    return damage


# --- values ------------------------------------------------------------------------------------------------------


def _spans(text: str, mapping: bool | None = None) -> list[tuple[int, int, str]]:
    """(start, end, text) of every scalar: of keys, of values, or of both."""
    found: list[tuple[int, int, str]] = []

    def walk(node: yaml.Node, key: bool) -> None:
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                walk(name, True)
                walk(value, False)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                walk(item, False)
        elif isinstance(node, yaml.ScalarNode) and (mapping is None or mapping == key) and node.value:
            found.append((node.start_mark.index, node.end_mark.index, node.value))

    root = yaml.compose(text, yaml.BaseLoader)
    if root is not None:
        walk(root, False)
    return found


def _value(new: Callable[[str, Random], str | None], *, key: bool = False, like: str = "") -> Damage:
    """Damage to one value (or key) that is `like` a pattern; `new` gets it as it is written."""

    def damage(data: bytes, random: Random) -> bytes | None:
        text = data.decode("utf-8")
        spans = [span for span in _spans(text, key) if re.search(like, span[2])]
        if not spans:
            return None
        start, end, _ = random.choice(spans)
        made = new(text[start:end].rstrip("\n"), random)
        return None if made is None else (text[:start] + made + text[end:]).encode()

    return damage


def _swapped(like: str) -> Damage:
    """Two different values change places."""

    def damage(data: bytes, random: Random) -> bytes | None:
        text = data.decode("utf-8")
        spans = [span for span in _spans(text, False) if re.search(like, span[2])]
        if len({value for *_, value in spans}) < 2:
            return None
        one = random.choice(spans)
        first, second = sorted((one, random.choice([span for span in spans if span[2] != one[2]])))
        a, b = text[first[0] : first[1]], text[second[0] : second[1]]
        return (text[: first[0]] + b + text[first[1] : second[0]] + a + text[second[1] :]).encode()

    return damage


def _blocks(change: Callable[[list[str], Random], list[str]]) -> Damage:
    """The items of one list in another order or number."""

    def damage(data: bytes, random: Random) -> bytes | None:
        lines = data.decode("utf-8").splitlines(keepends=True)
        indents = [len(found[0]) for line in lines if (found := re.match(r" *(?=- )", line))]
        if not indents:
            return None
        indent = random.choice(indents)
        starts = [index for index, line in enumerate(lines) if re.match(rf" {{{indent}}}- ", line)]
        first = random.choice(starts)
        items, at = [], first
        while at < len(lines) and re.match(rf" {{{indent}}}- ", lines[at]):
            end = at + 1
            while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent):
                end += 1
            items.append("".join(lines[at:end]))
            at = end
        return "".join([*lines[:first], *change(items, random), *lines[at:]]).encode()

    return damage


def _shuffled(items: list[str], random: Random) -> list[str]:
    return random.sample(items, len(items))


def _doubled(items: list[str], random: Random) -> list[str]:
    return [*items, random.choice(items)]


def _without(items: list[str], random: Random) -> list[str]:
    gone = random.randrange(len(items))
    return items[:gone] + items[gone + 1 :]


def _other_word(text: str, random: Random) -> str:
    words = text.split(" ")
    words[random.randrange(len(words))] = f"khác{random.randrange(1000)}"
    return " ".join(words)


def _one_more_word(text: str, random: Random) -> str:
    words = text.split(" ")
    words.insert(random.randrange(1, len(words) + 1), f"thêm{random.randrange(1000)}")
    return " ".join(words)


def _letter_off(text: str, random: Random) -> str:
    at = random.randrange(len(text))
    return text[:at] + text[at + 1 :]


BAD_DATES = (
    "31/02/2021",
    "2021-13-40",
    "00/00/0000",
    "99/99/9999",
    "1/1/1",
    "ngày 31 tháng 2 năm 2021",
    "tháng 13",
    "0000",
)
DATE = r"\d{1,2}/\d{1,2}/\d{4}|ngày \d+ tháng|^\d{4}(-\d\d)?|năm \d{4}"
UNIT = r"^(Sở|Phòng|UBND|Ủy ban|Ban|Bộ|Hội|Các|Trung tâm|Văn phòng|Báo|Đài|Liên)"
LONG = "dài " * 2_500_000

DAMAGE: dict[str, Damage] = {
    "delete line": _lines(_delete_line),
    "delete lines": _lines(_delete_lines),
    "delete bytes": _delete_bytes,
    "delete item": _blocks(_without),
    "delete value": _value(lambda _text, _random: ""),
    "delete letter": _value(_letter_off),
    "retype as list": _value(lambda text, _: f"[{text}]"),
    "retype as block list": _value(lambda text, _: f"\n- {text}\n"),
    "retype as keys": _value(lambda text, _: f"{{text: {text}}}"),
    "retype as null": _value(lambda _text, random: random.choice(("~", "null", "{}", "[]", '""', "true", "12"))),
    "retype as block text": _value(lambda text, random: f"{random.choice('|>')}\n  {text}\n"),
    "rename key": _value(lambda text, random: random.choice(("ten", "tieu_de", text.upper(), f"{text}s")), key=True),
    "misspell key": _value(_letter_off, key=True),
    "reorder items": _blocks(_shuffled),
    "reorder lines": _lines(_swap_lines),
    "move lines": _lines(_move_lines),
    "duplicate line": _lines(_duplicate_line),
    "duplicate item": _blocks(_doubled),
    "truncate": _truncate,
    "indent more": _set_line(lambda line, random: " " * random.randint(1, 4) + line),
    "indent less": _set_line(lambda line, random: line[min(random.randint(1, 4), len(line) - len(line.lstrip())) :]),
    "tab indent": _set_line(lambda line, _: "\t" + line.lstrip()),
    "tab inside": _inside("\t"),
    "BOM at the start": lambda data, _: b"\xef\xbb\xbf" + data,
    "BOM inside": _inside("\ufeff"),
    "CRLF": lambda data, _: data.replace(b"\n", b"\r\n"),
    "CR": lambda data, random: data.replace(b"\n", b"\r", random.randint(1, 50)),
    "NFD": lambda data, _: unicodedata.normalize("NFD", data.decode("utf-8")).encode(),
    "Latin-1": _latin_1,
    "UTF-16": lambda data, random: data.decode("utf-8").encode(random.choice(("utf-16", "utf-16-le", "utf-16-be"))),
    "flip bit": _flip_byte,
    "zero byte": _inside("\0"),
    "invisible blank": _inside("\u200b"),
    "no-break blank": _set_line(lambda line, _: line.replace(" ", "\u00a0", 1)),
    "line separator": _inside("\u2028"),
    "reversed text": _inside("\u202e"),
    "escaped character": _value(lambda text, _: f'"{text.strip(chr(34))} \\u202e\\0"'),
    "10 MB line": _value(lambda text, _: f"{text} {LONG}"),
    "1 MB line": _value(lambda text, _: f"{text} {LONG[:500_000]}"),
    "long word": _value(lambda text, _: f"{text}{'w' * 20_000}"),
    "deep brackets": _value(lambda text, random: "[" * random.choice((30, 60, 20_000)) + text),
    "deep items": _set_line(lambda line, _: line + "\n" + "".join(f"{'  ' * n}- items:\n" for n in range(1, 400))),
    "swap units": _swapped(UNIT),
    "swap values": _swapped(""),
    "swap dates": _swapped(DATE),
    "bad date": _value(lambda _text, random: f'"{random.choice(BAD_DATES)}"', like=DATE),
    "bad date inside": _value(lambda text, random: re.sub(DATE, random.choice(BAD_DATES), text), like=DATE),
    "number off": _value(lambda text, random: re.sub(r"\d", str(random.randrange(10)), text, count=1), like=r"\d"),
    "other word": _value(_other_word),
    "one more word": _value(_one_more_word),
    "quote open": _value(lambda text, random: random.choice("'\"") + text),
    "colon": _value(lambda text, _: re.sub(" ", ": ", text, count=1)),
    "comment": _value(lambda text, _: re.sub(" ", " #", text, count=1), like=" "),
    "braces": _value(lambda text, _: f"{{{{ {text} }}}}"),
    "anchor": _value(
        lambda text, random: random.choice(("&a ", "*a ", "!!python/object:os.system ", "! ", "@")) + text
    ),
    "merge key": _set_line(lambda line, _: f"{line}\n<<: *a"),
    "second document": _set_line(lambda line, random: f"{line}\n{random.choice(('---', '...', '%YAML 1.2'))}"),
    "merge conflict": _lines(_conflict),
    "hyphen": _value(lambda text, random: text.replace("-", random.choice("–—‑−"), 1), like="-"),
    "case": _value(lambda text, random: random.choice((text.upper(), text.lower(), text.title()))),
    "no file left": lambda _data, random: random.choice(
        (b"", b"\n", b"# ghi ch\xc3\xba\n", b"---\n", b"[]", b"{}", b"a")
    ),
    "binary": lambda _data, random: random.randbytes(3000),
}
"""Kind → what it does. Mutation n is of kind n modulo their number."""
