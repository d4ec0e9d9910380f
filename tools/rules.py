"""Writes the rules' examples (generator/examples.yaml) and pages (docs/reference/rules/) from the golden cases.

    python -m tools.rules

A golden case is a change of the tiny corpus and all that is reported for it: what it changes is the wrong text, what
stood there before the right one. A test keeps all of it in step.
"""

from __future__ import annotations

import shutil
import tempfile
import textwrap
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import yaml

from generator import rulebook
from generator.messages import LEVELS, level, sentence
from tests.test_golden import CASES, TINY, apply

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "generator/examples.yaml"
PAGES = ROOT / rulebook.FOLDER
CONTEXT = 1
"""Lines shown around those that changed."""
NEAR = 12
"""How far from them the reported line may be to be shown as well."""
LONGEST = 30
"""Lines of an example; a case that needs more is none."""
WIDEST = 1000
"""Letters of a whole file as an example."""


def examples() -> dict[str, dict[str, str]]:
    """Rule → its example, from the case that shows it best: of its name, else wrong and right in few lines."""
    found = {}
    for rule in rulebook.rule_ids():
        made = [(name, example) for name in CASES if (example := _example(rule, name))]
        if made:
            found[rule] = min(made, key=lambda pair: (pair[0] != rule, *_worth(pair[1])))[1]
    return found


def _worth(example: dict[str, str]) -> tuple[bool, bool, int]:
    return not example["bad"], not example["good"], len(example["bad"]) + len(example["good"])


def _example(rule: str, name: str) -> dict[str, str] | None:
    case = CASES[name]
    problem = next((p for p in case["problems"] if p["rule"] == rule), None)
    if problem is None:
        return None
    before, after = dict(_texts(TINY)), _changed(name)
    reported = problem.get("file", case.get("file"))
    right = case.get("right", "")
    if "\n" in right:
        before[reported] = right
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    changed = [name for name in changed if not name.startswith("sources/")]
    shown = reported if reported in changed else (changed or [reported])[0]
    if right.endswith(".yaml") or {"move", "copy"} & case.keys():
        bad, good = _names(after, before, right)
    else:
        line = int(problem["at"].split(":")[0]) if shown == reported else None
        bad, good = _excerpts(before.get(shown, ""), after.get(shown, ""), line)
    where = f"{reported}:{problem['at']}"
    return {"file": shown, "where": where, "message": problem["vi"], "bad": bad, "good": good}


def _names(after: dict[str, str], before: dict[str, str], right: str) -> tuple[str, str]:
    """Where only the name of a file is wrong, the names."""
    new = sorted(after.keys() - before.keys())
    old = [right] if right else [name for name in before if name not in after or after[name] in (after[n] for n in new)]
    return "\n".join(f"# {name}" for name in new), "\n".join(f"# {name}" for name in old)


@cache
def _changed(name: str) -> dict[str, str]:
    """File → text, after the changes of a case."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(shutil.copytree(TINY, Path(folder) / "content"))
        apply(CASES[name], content)
        return _texts(content)


def _texts(folder: Path) -> dict[str, str]:
    """File → text, of every file that is text."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            try:
                found[file.relative_to(folder).as_posix()] = file.read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                continue
    return found


Hunk = tuple[int, int, int, int]
"""Lines before (from, to) and after (from, to)."""


def _excerpts(before: str, after: str, line: int | None) -> tuple[str, str]:
    """The lines that differ with some around them: after (wrong) and before (right)."""
    old, new = before.splitlines(), after.splitlines()
    if not old or not new:
        return ("\n".join(new), "") if len(new) <= LONGEST and len(after) < WIDEST else ("", "")
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    hunks: list[Hunk] = [block[1:] for block in blocks if block[0] != "equal"]
    hunks = [hunk for hunk in hunks if not _of_source(new[hunk[2] : hunk[3]])]
    hunks = _joined([_reaching(hunk, line, len(new)) for hunk in hunks])
    bad = "\n# …\n".join(_around(new, hunk[2], hunk[3]) for hunk in hunks)
    good = "\n# …\n".join(filter(None, (_around(old, hunk[0], hunk[1]) for hunk in hunks)))
    fits = max(len(side.splitlines()) for side in (bad, good)) <= LONGEST
    return (bad, good) if fits and len(hunks) < 4 else ("", "")


def _of_source(lines: list[str]) -> bool:
    """Whether only the hash of the source changed: it goes along with changed words."""
    return bool(lines) and all("sha256:" in line for line in lines)


def _joined(hunks: list[Hunk]) -> list[Hunk]:
    """Hunks that touch or nearly do are one."""
    joined: list[Hunk] = []
    for hunk in hunks:
        if joined and hunk[2] - joined[-1][3] <= 2 * CONTEXT:
            joined[-1] = (joined[-1][0], max(joined[-1][1], hunk[1]), joined[-1][2], max(joined[-1][3], hunk[3]))
        else:
            joined.append(hunk)
    return joined


def _around(lines: list[str], first: int, last: int) -> str:
    """The lines with some around them; one above that is deeper, or one below that is less deep, tells nothing."""
    start, end = max(0, first - CONTEXT), min(len(lines), last + CONTEXT)
    inner = [_indent(line) for line in lines[first:last] if line]
    if inner and start < first and _indent(lines[start]) > min(inner):
        start = first
    if inner and end > last and _indent(lines[last]) < min(inner):
        end = last
    return textwrap.dedent("\n".join(lines[start:end])).strip("\n")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _reaching(hunk: Hunk, line: int | None, end: int) -> Hunk:
    """The hunk, with the line that is reported where it is near."""
    if line is None or not hunk[2] - NEAR < line <= min(hunk[3] + NEAR, end):
        return hunk
    above, below = max(0, hunk[2] - line + 1), max(0, line - hunk[3])
    return hunk[0] - above, hunk[1] + below, hunk[2] - above, hunk[3] + below


def index() -> str:
    """The list of all rules, by level."""
    parts = ["# Rules", "What `plansite check` holds content to. Made by `python -m tools.rules`."]
    for grave in LEVELS:
        rules = [rulebook.rule_of(rule) for rule in rulebook.rule_ids() if level(rule) == grave]
        heads = [f"- [{rule.id}]({rule.id}.md): {rule.pattern('vi')}" for rule in rules]
        parts += [f"## {sentence(f'level-{grave}', 'vi', {})} · {grave}", "\n".join(heads)]
    return "\n\n".join(parts) + "\n"


def pages() -> dict[str, str]:
    """File name → text of every page."""
    return {"README.md": index()} | {f"{rule}.md": rulebook.page(rule) for rule in rulebook.rule_ids()}


def examples_text() -> str:
    """The file of examples."""
    head = "# Made by `python -m tools.rules` from tests/golden; do not edit.\n"
    return head + yaml.dump(examples(), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)


class _Dumper(yaml.SafeDumper):
    """Several lines stand as such."""


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text_node)


def main() -> None:
    """Write the examples, then the pages that show them."""
    EXAMPLES.write_text(examples_text(), encoding="utf-8")
    rulebook.forget()
    shutil.rmtree(PAGES, ignore_errors=True)
    PAGES.mkdir(parents=True)
    for name, text in pages().items():
        (PAGES / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
