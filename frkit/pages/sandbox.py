"""What a template may do: show and compare data, for a bounded time and in bounded memory, and nothing else.

A campaign's folder may come from somebody else, and its templates are filled in as soon as a letter is written. So
they run no code, read no file but templates, and every step that they take and every character that they make is paid
from an allowance.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from frkit.pages.wording import without_hidden

LARGEST_TEXT = 200_000
"""Characters of one text that a template puts together, and the largest number that it may hand on."""
LARGEST_LIST = 10_000
ALLOWANCE = 5_000_000
"""Characters and steps of one text; a letter takes a fiftieth of it."""
STEP = 100
"""What a turn of a loop or a call costs besides the characters that it makes."""
_PLAIN = ("abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "groupby", "int")
_LISTS = ("items", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "safe")
_MORE = ("select", "selectattr", "sort", "sum", "title", "trim", "unique", "upper", "wordcount")
FILTERS_KEPT = (*_PLAIN, *_LISTS, *_MORE)
"""Jinja's own filters whose results are no larger than what they get; ``join``, ``replace``, ``string`` are ours."""
GLOBALS_KEPT = ("range", "dict", "namespace", "cycler", "joiner")
_OF_TEXT = ("casefold", "count", "endswith", "find", "isdigit", "lower", "lstrip", "rstrip", "split", "startswith")
_METHODS: tuple[tuple[type[Any], frozenset[str]], ...] = (
    (str, frozenset((*_OF_TEXT, "strip", "title", "upper"))),
    (dict, frozenset(("get", "items", "keys", "values"))),
    (list, frozenset(("count", "index"))),
    (tuple, frozenset(("count", "index"))),
    (date, frozenset(("isoformat", "weekday"))),
)
_VALUES = (str, bytes, int, float, Decimal, date, list, tuple, dict, set, frozenset)


class _Counting(CodeGenerator):
    """Code of a template that pays for each turn of a loop and each macro, and joins texts with care."""

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        """A loop, each turn of which is paid for."""
        _pay_in(node)
        super().visit_For(node, frame)

    def macro_body(self, node: nodes.Macro | nodes.CallBlock, frame: Frame) -> Any:
        """A macro, each call of which is paid for."""
        _pay_in(node)
        return super().macro_body(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        """``a ~ b``, refused where the text would be too long."""
        joined = nodes.EnvironmentAttribute("joined", lineno=node.lineno)
        self.visit(nodes.Call(joined, node.nodes, [], None, None, lineno=node.lineno), frame)


def _pay_in(node: nodes.For | nodes.Macro | nodes.CallBlock) -> None:
    """Let the first thing that the body does be to pay for itself."""
    cost = STEP + sum(len(data.data) for data in node.find_all(nodes.TemplateData))
    pay = nodes.EnvironmentAttribute("pay", lineno=node.lineno)
    call = nodes.Call(pay, [nodes.Const(cost, lineno=node.lineno)], [], None, None, lineno=node.lineno)
    node.body = [nodes.ExprStmt(call, lineno=node.lineno), *node.body]


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Templates can show and compare data; they cannot run code, change data, read files, or go on for ever."""

    intercepted_binops = frozenset({"*", "**", "+", "%"})
    code_generator_class = _Counting

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, finalize=self._finalized, **options)
        self.allowance = ALLOWANCE
        self.spent = 0
        self.sizes: dict[str, int] = {}
        """Characters of each template that was read."""
        self.globals = {name: self.globals[name] for name in GLOBALS_KEPT}
        self.filters = {name: self.filters[name] for name in FILTERS_KEPT}
        self.filters |= {"join": _join, "replace": _replace, "string": _string}

    def pay(self, cost: int) -> None:
        """Take a cost from the allowance; raises SecurityError where nothing is left."""
        self.spent += cost
        if self.spent > self.allowance:
            raise SecurityError("a template may not take so many steps or make so long a text")

    def joined(self, *parts: Any) -> str:
        """Texts one behind the other, as ``a ~ b`` gives them."""
        texts = [_string(part) for part in parts]
        _bounded(sum(map(len, texts)))
        marked = any(isinstance(part, Markup) for part in parts)
        return Markup("").join(texts) if marked else "".join(texts)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read an attribute: none that begins with an underscore, no path's, few methods."""
        if isinstance(obj, Path) or not super().is_safe_attribute(obj, attr, value):
            return False
        return not (callable(value) and isinstance(obj, _VALUES)) or _may_call(obj, attr)

    def call(self, context: Any, obj: Any, *args: Any, **options: Any) -> Any:
        """The result of a macro, a block or a method, paid for."""
        if obj == self.pay:
            return self.pay(*args)
        self.pay(STEP)
        for value in (*args, *options.values()):
            if isinstance(value, int) and abs(value) > LARGEST_TEXT:
                raise SecurityError(f"a template may not hand on a number as large as {value:.3g}")
        result = super().call(context, obj, *args, **options)
        if isinstance(result, range) and len(result) > LARGEST_LIST:
            raise SecurityError("a template may not count so far")
        if isinstance(result, str):
            self.pay(len(result))
        return result

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """The result of ``*``, ``+``, ``%`` or ``**``, unless it would fill the memory."""
        if operator == "**" or (operator == "%" and isinstance(left, str | bytes)):
            raise SecurityError(f"a template may not compute with '{operator}'")
        if operator == "*":
            _bounded(_size(left) * _size(right), *(side for side in (left, right) if hasattr(side, "__len__")))
        elif hasattr(left, "__len__"):
            _bounded(_size(left) + _size(right), left)
        return super().call_binop(context, operator, left, right)

    def get_template(self, name: Any, *args: Any, **options: Any) -> Template:
        """A template, paid for by its length: it may be included over and over."""
        self.pay(STEP + self.sizes.get(str(name), 0))
        return super().get_template(name, *args, **options)

    def select_template(self, names: Any, *args: Any, **options: Any) -> Template:
        """The first of several templates that there is, paid for in the same way."""
        found = super().select_template(names, *args, **options)
        self.pay(STEP + self.sizes.get(str(found.name), 0))
        return found

    def _finalized(self, value: Any) -> Any:
        """What a template prints: nothing hidden, paid for, and an error rather than the word None or a list."""
        if isinstance(value, str):
            self.pay(len(value))
            return value if isinstance(value, Markup) else without_hidden(value)
        if value is None:
            raise ValueError("a value that is not known would have been printed")
        if isinstance(value, list | tuple | Mapping | set):
            raise ValueError("a list would have been printed, with its brackets; print its parts one by one")
        return value


def _may_call(obj: Any, method: str) -> bool:
    return any(isinstance(obj, kind) and method in methods for kind, methods in _METHODS)


def _size(value: Any) -> Any:
    return len(value) if hasattr(value, "__len__") else abs(value)


def _bounded(size: Any, *of: Any) -> None:
    most = LARGEST_LIST if any(isinstance(one, list | tuple) for one in of) else LARGEST_TEXT
    if size > most:
        raise SecurityError("a template may not make a text, list or number of this size")


def _string(value: Any) -> str:
    """A word, number or date as text; a list has no text."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple | Mapping | set):
        raise ValueError("a list is no text; print its parts one by one")
    return str(value)


def _join(values: Any, between: str = "", attribute: str | None = None) -> str:
    """Texts with another text between them."""
    texts = [_string(value[attribute] if attribute is not None else value) for value in values]
    _bounded(sum(map(len, texts)) + len(between) * len(texts))
    marked = isinstance(between, Markup) or any(isinstance(text, Markup) for text in texts)
    return Markup(between).join(texts) if marked else between.join(texts)


def _replace(text: str, old: str, new: str, count: int = -1) -> str:
    """A text with another in place of each occurrence of a first."""
    text = text if isinstance(text, Markup) else _string(text)
    _bounded(len(text) + max(text.count(old), 0) * len(new))
    return text.replace(old, new, count)
