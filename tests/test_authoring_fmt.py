"""plansite fmt: one style; no value and no comment changes; twice is once."""

from __future__ import annotations

import random
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from generator.authoring import fmt
from generator.authoring.fmt import comments, formatted
from generator.authoring.kinds import KINDS, PATTERNS, kind_of
from generator.authoring.order import ORDER
from generator.cli import main
from generator.loader import Mapping, Node, Sequence, UnreadableError, parse, to_value
from generator.model.plan import PlanFile
from tests.tiny import TINY

CONTENT = Path(__file__).parents[1] / "content"
FILES = [file for pattern in PATTERNS.values() for file in sorted(CONTENT.glob(pattern))]
PLANS = sorted(CONTENT.glob("plans/*/*.yaml"))
LONG = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a whole plan takes too long to be made smaller
)


def model_of(file: Path) -> type[BaseModel]:
    kind = kind_of(file.relative_to(CONTENT))
    assert kind
    return KINDS[kind]


def keys(node: Node) -> list[Any]:
    """The keys of a file in their order, record by record."""
    if isinstance(node, Mapping):
        return [(key.value, keys(value)) for key, value in node.entries]
    return [keys(item) for item in node.items] if isinstance(node, Sequence) else []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_content_is_in_the_style(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert formatted(text, model_of(file), file.name) == text


def test_the_order_names_every_key_once() -> None:
    for record, order in ORDER.items():
        known = {field.alias or name for name, field in record.model_fields.items()}
        assert sorted(order.split()) == sorted(known), record


@LONG
@given(st.sampled_from(PLANS), st.randoms(use_true_random=False), st.sampled_from([40, 100, 4096]))
def test_however_a_plan_is_written_it_gets_one_order(file: Path, chance: random.Random, width: int) -> None:
    """Keys shuffled, other indents, other line breaks: written by another YAML library."""
    tool = YAML()
    tool.preserve_quotes = True
    tool.width = width
    offset = chance.choice([0, 2, 3])
    tool.indent(mapping=chance.choice([2, 4]), sequence=offset + 2, offset=offset)
    text = file.read_text(encoding="utf-8")
    loaded = tool.load(text)
    shuffle(loaded, chance)
    out = StringIO()
    tool.dump(loaded, out)
    assume(readable(out.getvalue()))  # the library itself breaks a text in braces here and there
    result = formatted(out.getvalue(), PlanFile, file.name)
    assert formatted(result, PlanFile, file.name) == result
    assert to_value(parse(result, "x")[0]) == to_value(parse(text, "x")[0])
    assert keys(parse(result, "x")[0]) == keys(parse(text, "x")[0])


def readable(text: str) -> bool:
    try:
        return parse(text, "x")[1] == []
    except UnreadableError:
        return False


def shuffle(value: Any, chance: random.Random) -> None:
    if isinstance(value, CommentedMap):
        names = list(value)
        if not value.fa.flow_style() and "everyone" not in value.values() and "unnamed" not in value.values():
            chance.shuffle(names)
            for name in names:
                value.move_to_end(name)
        for inner in value.values():
            shuffle(inner, chance)
    elif isinstance(value, list):
        for inner in value:
            shuffle(inner, chance)


@LONG
@given(st.sampled_from(FILES), st.data())
def test_comments_and_blanks_anywhere_are_kept_or_tidied(file: Path, data: st.DataObject) -> None:
    """A comment put between any two lines stays; blank lines, blanks at line ends, CRLF and BOM go."""
    lines = file.read_text(encoding="utf-8").splitlines()
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines)))
        indent = " " * data.draw(st.integers(0, 14))
        lines.insert(at, data.draw(st.sampled_from([f"{indent}# ghi chú: «a»", "", "   ", "\n"])))
    ends = data.draw(st.sampled_from(["\n", "\r\n", "  \n"]))
    text = data.draw(st.sampled_from(["", "\ufeff"])) + ends.join(lines) + ends
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        before, problems = parse(plain, "x")
    except UnreadableError:
        with pytest.raises(UnreadableError):  # the comment cut a text in two
            formatted(text, model_of(file), "x")
        return
    assert problems == []
    result = formatted(text, model_of(file), "x")
    assert formatted(result, model_of(file), "x") == result
    assert to_value(parse(result, "x")[0]) == to_value(before)
    assert comments(result) == comments(plain)
    assert not any(line != line.rstrip() for line in result.splitlines())


BEFORE = """\
# đầu tệp

# nói về tên
title: X   # vì sao
type:   Y
sections:
- # lẻ
  title: "a
    b"
  label: I.
  # trước các mục
  items:
      -   lead:
          # ai
          - A
          - B, "c" # d
          text: |
             một
               hai

          # sau chữ
      # thứ hai
      - {dash: x,
         time: y} # trong ngoặc
"place": q
khóa lạ:   z
# cuối
"""
AFTER = """\
# đầu tệp

# nói về tên
type: Y
title: X   # vì sao
"place": q
sections:
  # lẻ
  - label: I.
    title: "a
      b"
    # trước các mục
    items:
      - text: |
          một
            hai
        # sau chữ
        lead:
          # ai
          - A
          - B, "c" # d
      # thứ hai
      - {dash: x,
        time: y} # trong ngoặc
khóa lạ: z
# cuối
"""


def test_what_it_does_at_a_glance() -> None:
    assert formatted(BEFORE, PlanFile, "x") == AFTER
    assert formatted(AFTER, PlanFile, "x") == AFTER


def test_decomposed_letters_are_composed() -> None:
    assert formatted("title: Ke\u0302\u0301 hoa\u0323ch\n", PlanFile, "x") == "title: Kế hoạch\n"


@pytest.mark.parametrize(
    "loss",
    [
        lambda text: text.replace("# cuối\n", ""),
        lambda text: text.replace("title: X", "title: Y"),
        lambda text: text.replace("type: Y", "type: [Y"),
        lambda text: text + "type: Y\n",
    ],
    ids=["comment", "value", "form", "key twice"],
)
def test_a_result_that_says_something_else_is_refused(loss: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fmt, "laid_out", lambda *_: loss(AFTER))
    with pytest.raises(UnreadableError) as refused:
        formatted(BEFORE, PlanFile, "x")
    assert refused.value.problem.rule == "format-refused"


def test_a_file_with_a_mistake_of_form_is_left_to_check() -> None:
    for text, rule in (("a: 1\na: 2\n", "duplicate-key"), ("a: [1\n", "yaml-brace-open"), ("", "file-empty")):
        with pytest.raises(UnreadableError) as refused:
            formatted(text, PlanFile, "x")
        assert refused.value.problem.rule == rule


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(TINY, tmp_path / "content")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ndocs_dir: content\n", encoding="utf-8")
    return tmp_path


def run(project: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["fmt", "-f", str(project / "mkdocs.yml"), *words])
    return done.exit_code, done.output


def test_the_command_writes_what_its_check_tells(project: Path) -> None:
    run(project)
    assert run(project, "--check")[0] == 0
    plan = project / "content/plans/an-binh/an-binh-2022.yaml"
    good = plan.read_bytes()
    lines = good.decode().splitlines()
    plan.write_bytes("\r\n".join([*lines[1:3], lines[0], *lines[3:]]).encode())
    moved = plan.read_bytes()
    code, said = run(project, "--check")
    assert (code, plan.read_bytes()) == (1, moved)
    assert "content/plans/an-binh/an-binh-2022.yaml:1:1:" in said
    assert run(project, "--check", str(project / "content/topics.yaml"))[0] == 0
    assert run(project, str(plan), str(project / "mkdocs.yml"))[0] == 0
    assert plan.read_bytes() == good


def test_a_file_that_cannot_be_read_is_told_and_left(project: Path) -> None:
    topics = project / "content/topics.yaml"
    topics.write_text("- name: [a\n", encoding="utf-8")
    code, said = run(project)
    assert code == 1
    assert "content/topics.yaml:1:9:" in said
    assert topics.read_text(encoding="utf-8") == "- name: [a\n"
