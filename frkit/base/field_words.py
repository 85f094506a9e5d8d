"""The words that stand below the fields of a class in the code: what editors and the help of commands show.

They are read from the source when they are wanted: to do that for every class as it is made, as pydantic offers, would
take a tenth of a second at the start of every command.
"""

from __future__ import annotations

import ast
import inspect


def field_words(model: type) -> dict[str, str]:
    """Name of a field -> its words, in one line; of fields that a class has from others too."""
    found: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if one.__module__.startswith("frkit."):
            found |= _own_words(one)
    return found


def _own_words(model: type) -> dict[str, str]:
    body = ast.parse(inspect.getsource(model)).body[0]
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for field, after in zip(body.body, body.body[1:], strict=False):
        text = after.value if isinstance(after, ast.Expr) else None
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Constant):
            found[field.target.id] = " ".join(str(text.value).replace("``", "'").split())
    return found
