"""The templates' environment, made to print many small things fast. What is printed is what Jinja prints.

A page calls thousands of macros of one line, and a call costs more than what it prints. So small macros are printed
where they are called: the call becomes a `with` around the macro's body before the template is compiled.

And the same rows stand on many pages: what macros of some names printed of a view is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from functools import cached_property
from keyword import iskeyword
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, TypeVar

from jinja2 import Environment, Template, nodes
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape
from msgspec import Struct

from generator.memory import Recent

SMALL = 120
"""A macro of more nodes than this is called."""
KEPT = {"row": 1 << 13, "lists": 1 << 5}
"""What macros are called whose first argument is a frozen view that many pages show, always the same object. How many
of what each printed are remembered: a row takes a kilobyte, all rows of a page a hundred."""

N = TypeVar("N", bound=nodes.Node)


class Small(Struct, frozen=True):
    """A macro that speaks of nothing but its arguments. `defaults` are those of the last ones."""

    arguments: tuple[str, ...]
    defaults: tuple[nodes.Const, ...]
    body: tuple[nodes.Node, ...]


class _Generator(CodeGenerator):
    """Escapes what is printed by `Printing.escaped`; takes attributes as Python does, ten times faster than Jinja."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        if iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Context(Context):
    """Calls a macro at once: it wants to know nothing of where it is called. What is kept is not printed again."""

    environment: Printing

    def call(self, called: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
        if type(called) is not Macro:
            return super().call(called, *args, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        kept = self.environment.kept.get(called.name)
        if kept is None or named or type(args[0]).__hash__ is None:
            return called(*args, **named)
        return kept.of((called, id(args[0]), *args[1:]), _held, called, *args)[1]


def _held(macro: Macro, *args: Any) -> tuple[Any, str]:
    """The view and how it is printed; as long as the view is there nothing else has its id."""
    return args[0], macro(*args)


class Compiled(FileSystemBytecodeCache):
    """Templates as they were compiled before. A page's code holds the macros of others, so all of them decide."""

    def __init__(self, folder: Path, mark: str) -> None:
        super().__init__(str(folder))
        self._mark = mark
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)

    def get_source_checksum(self, source: str) -> str:
        """What must be the same for the code to be taken."""
        return super().get_source_checksum(self._mark + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Where nothing can be read there is nothing."""
        with suppress(OSError, EOFError, UnpicklingError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """A full disk is no reason to stop."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


class _Template(Template):
    """Nobody gives a template globals of its own: one that is imported is the same everywhere.

    Where an attribute is none for Python (a key of a dictionary, something missing), Jinja prints or tells why not.
    """

    environment: Printing

    def render(self, *args: Any, **named: Any) -> str:
        try:
            return super().render(*args, **named)
        except AttributeError:
            return self.environment.plain.get_template(self.name or "").render(*args, **named)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002 - Jinja's signature
        return self._module or super()._get_default_module()


class Printing(Environment):
    """An environment whose templates print small macros in place."""

    code_generator_class = _Generator
    context_class = _Context
    template_class = _Template

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._options = options
        self._small: dict[str, Mapping[str, Small]] = {}
        self._read: dict[str, nodes.Template] = {}
        self._loaded: dict[str, Template] = {}
        self.kept: dict[str, Recent[tuple[Any, ...], tuple[Any, str]]] = {n: Recent(most) for n, most in KEPT.items()}

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:
        """A template is looked for once: while a site is built it stays as it is."""
        found = self._loaded.get(name)
        if found is None:
            found = self._loaded[name] = super()._load_template(name, globals)
        return found

    @cached_property
    def plain(self) -> Environment:
        """The same environment as Jinja has it."""
        return Environment(**{**self._options, "bytecode_cache": None})

    @staticmethod
    def escaped(value: Any) -> str:
        """The value as HTML. Most texts have nothing to escape: these are not copied."""
        kind = type(value)
        if kind is str:
            marks = "&" in value or "<" in value or ">" in value or '"' in value or "'" in value
            text: str = escape(value) if marks else value
            return text
        if kind is Markup:
            safe: Markup = value
            return safe
        return str(value) if kind is int else escape(value)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """A template whose macros were asked for before is not read again."""
        return self._read.pop(name or "", None) or super()._parse(source, name, filename)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        if not name or name not in self._small:
            own = self._in_place(source)
            if name:
                self._small[name] = own
        return super()._generate(source, name, filename, defer_init)

    def _in_place(self, template: nodes.Template) -> dict[str, Small]:
        """Print in place what the template calls; returns its own small macros."""
        known: dict[tuple[str | None, str], Small] = {}
        own: dict[str, Small] = {}
        for statement in template.body:
            if isinstance(statement, nodes.Import) and isinstance(statement.template, nodes.Const):
                macros = self._macros_of(statement.template.value)
                known |= {(statement.target, name): macro for name, macro in macros.items()}
            _within(statement, known)
            if isinstance(statement, nodes.Macro) and (macro := self._small_one(statement)):
                own[statement.name] = known[None, statement.name] = macro
        template.body = [part for statement in template.body for part in _printed(statement, known)]
        called = {name.name for name in template.find_all(nodes.Name)}
        template.body = [s for s in template.body if not isinstance(s, nodes.Import) or s.target in called]
        return own

    def _macros_of(self, template: str) -> Mapping[str, Small]:
        if template not in self._small:
            assert self.loader is not None
            source, filename, _ = self.loader.get_source(self, template)
            read = self._parse(source, template, filename)
            self._small[template] = self._in_place(read)
            self._read[template] = read
        return self._small[template]

    def _small_one(self, macro: nodes.Macro) -> Small | None:
        if macro.name in KEPT:
            return None
        inner = [node for part in macro.body for node in (part, *part.find_all(nodes.Node))]
        arguments = tuple(name.name for name in macro.args)
        names = [node for node in inner if isinstance(node, nodes.Name)]
        bound = {*arguments, *self.globals, "loop", *(name.name for name in names if name.ctx != "load")}
        free = {name.name for name in names} - bound
        defaults = tuple(default for default in macro.defaults if isinstance(default, nodes.Const))
        if len(inner) > SMALL or free or len(defaults) != len(macro.defaults) or {"caller", "kwargs", "varargs"} & free:
            return None
        return Small(arguments, defaults, tuple(macro.body))


def _within(node: nodes.Node, known: Mapping[tuple[str | None, str], Small]) -> None:
    """Print in place what is called in the statements inside `node`."""
    for field in node.fields:
        value = getattr(node, field)
        if isinstance(value, list) and value and isinstance(value[0], nodes.Stmt):
            for statement in value:
                _within(statement, known)
            setattr(node, field, [part for statement in value for part in _printed(statement, known)])


def _printed(statement: nodes.Node, known: Mapping[tuple[str | None, str], Small]) -> Iterator[nodes.Node]:
    """The statement; where it prints small macros, cut into what stands before, in and after them."""
    if not isinstance(statement, nodes.Output):
        yield statement
        return
    plain: list[nodes.Expr] = []
    for child in statement.nodes:
        macro = known.get(_called(child)) if isinstance(child, nodes.Call) else None
        given = _given(macro, child) if macro and isinstance(child, nodes.Call) else None
        if macro is None or given is None:
            plain.append(child)
            continue
        if plain:
            yield nodes.Output(plain, lineno=statement.lineno, environment=statement.environment)
            plain = []
        targets = [nodes.Name(name, "store", lineno=child.lineno) for name in macro.arguments]
        body = [_copy(part, child.lineno) for part in macro.body]
        yield nodes.With(targets, given, body, lineno=child.lineno, environment=statement.environment)
    if plain:
        yield nodes.Output(plain, lineno=statement.lineno, environment=statement.environment)


def _called(call: nodes.Call) -> tuple[str | None, str]:
    """What is called: a macro of the same file, or one of an imported file."""
    of = call.node
    if isinstance(of, nodes.Getattr) and isinstance(of.node, nodes.Name):
        return of.node.name, of.attr
    return None, of.name if isinstance(of, nodes.Name) else ""


def _given(macro: Small, call: nodes.Call) -> list[nodes.Expr] | None:
    """What each argument is; None where the call is not that simple."""
    if call.kwargs or call.dyn_args or call.dyn_kwargs or len(call.args) > len(macro.arguments):
        return None
    missing = len(macro.arguments) - len(call.args)
    if missing > len(macro.defaults):
        return None
    return [*call.args, *(_copy(default, call.lineno) for default in macro.defaults[len(macro.defaults) - missing :])]


def _copy(node: N, line: int) -> N:
    """The node, and what is in it, as if written in `line`: a macro's body stands in many places."""

    def fresh(value: Any) -> Any:
        if isinstance(value, list):
            return [fresh(part) for part in value]
        return _copy(value, line) if isinstance(value, nodes.Node) else value

    values = [fresh(getattr(node, field)) for field in node.fields]
    return type(node)(*values, lineno=line, environment=node.environment)
