"""A synthetic plan on its way to the disk: its clauses, as YAML and as the text that the YAML was copied from."""

from __future__ import annotations

from dataclasses import dataclass, field

WIDTH = 116
"""Letters of a line of YAML."""
PRINTED = 88
"""Letters of a line of the source text."""

Value = str | list[str] | list[dict[str, str]]


@dataclass(slots=True)
class Clause:
    """A printed element: what it prints, what is said about it, what stands below it."""

    printed: dict[str, str]
    says: dict[str, Value] = field(default_factory=dict)
    items: list[Clause] = field(default_factory=list)


def heading(label: str, title: str, *items: Clause, **says: Value) -> Clause:
    return Clause({"label": label, "title": title}, says, list(items))


def scalar(text: str) -> str:
    """The text as YAML wants it; the texts made here hold no quotes and no backslashes."""
    plain = ": " not in text and " #" not in text and text[-1] != ":" and text[0] not in "-?:,[]{}#&*!|>%@`'\"/"
    return text if plain else f'"{text}"'


def emit(out: list[str], lead: str, key: str, value: Value) -> None:
    """`key: value` after `lead`, which is blanks and at most one dash."""
    column = " " * len(lead)
    if isinstance(value, str):
        _wrapped(out, f"{lead}{key}: {scalar(value)}", f"{column}  ")
        return
    out.append(f"{lead}{key}:")
    for each in value:
        if isinstance(each, str):
            _wrapped(out, f"{column}  - {scalar(each)}", f"{column}    ")
            continue
        mark = f"{column}  - "
        for name, text in each.items():
            emit(out, mark, name, text)
            mark = f"{column}    "


def _wrapped(out: list[str], line: str, column: str, width: int = WIDTH) -> None:
    while len(line) > width:
        cut = line.rfind(" ", len(column) + 8, width)
        if cut < 0:
            break
        out.append(line[:cut])
        line = column + line[cut + 1 :]
    out.append(line)


def as_yaml(out: list[str], clauses: list[Clause], indent: int) -> None:
    """The clauses as a YAML list."""
    inner = " " * (indent + 2)
    for clause in clauses:
        lead = f"{' ' * indent}- "
        for key, text in clause.printed.items():
            emit(out, lead, key, text)
            lead = inner
        for key, value in clause.says.items():
            emit(out, lead, key, value)
        if clause.items:
            out.append(f"{inner}items:")
            as_yaml(out, clause.items, indent + 4)


def as_text(out: list[str], clauses: list[Clause]) -> None:
    """The clauses as the issued document prints them."""
    for clause in clauses:
        columns = clause.says.get("columns")
        words = [f"- {text}" if key == "dash" else text for key, text in clause.printed.items()]
        _wrapped(out, " ".join(words), "", PRINTED)
        if columns:
            heads = [column for column in columns if isinstance(column, dict)]
            out.append("\t".join(column["head"] for column in heads))
            _rows(out, clause.items, heads)
        else:
            as_text(out, clause.items)


def _rows(out: list[str], rows: list[Clause], columns: list[dict[str, str]]) -> None:
    for row in rows:
        if "title" in row.printed:
            out.append(" ".join(row.printed.values()))
            _rows(out, row.items, columns)
            continue
        cells = row.printed | {key: value for key, value in row.says.items() if isinstance(value, str)}
        out.append("\t".join(cells.get(column["key"]) or column.get("every_row", "") for column in columns))
