"""The Jinja environment of all templates: sandboxed, strict, and reading from two folders only."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound

from frkit.base.bundled import bundled
from frkit.base.errors import FrkitError
from frkit.base.findings import shown_path
from frkit.pages.sandbox import ALLOWANCE, TemplateEnvironment
from frkit.pages.wording import FILTERS

PAGE_ALLOWANCE = 100 * ALLOWANCE
"""A page may show tables of many thousand lines."""


class _InsideLoader(FileSystemLoader):
    """Templates of the given folders; a link that leads out of its folder is no template."""

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, its path, and whether it is still the same."""
        text, filename, uptodate = super().get_source(environment, template)
        if isinstance(environment, TemplateEnvironment):
            environment.sizes[template] = len(text)
        real = Path(filename).resolve()
        if not any(real.is_relative_to(Path(folder).resolve()) for folder in self.searchpath):
            raise TemplateNotFound(template)
        return text, filename, uptodate


E = TypeVar("E", bound=TemplateEnvironment)


def environment(overlay: Path | None = None, *, html: bool) -> TemplateEnvironment:
    """The environment for templates of a campaign's own ``templates`` folder, else of the bundled one.

    ``overlay`` is the campaign's folder. ``html`` escapes every value that is not marked as markup.
    """
    return environment_of(TemplateEnvironment, overlay, html=html)


def environment_of(kind: type[E], overlay: Path | None = None, *, html: bool) -> E:
    """The same, of a kind of environment that does more."""
    folders = [bundled("templates")]
    if overlay is not None and (overlay / "templates").is_dir():
        folders.insert(0, overlay / "templates")
    made = kind(
        loader=_InsideLoader(folders),
        undefined=StrictUndefined,
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(FILTERS)
    made.allowance = PAGE_ALLOWANCE if html else ALLOWANCE
    return made


def render(made: TemplateEnvironment, name: str, facts: dict[str, Any]) -> str:
    """A template filled in; raises FrkitError with file and line if it is wrong or asks for a missing fact."""
    made.spent = 0
    try:
        return made.get_template(name).render(facts)
    except (
        TemplateError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        RecursionError,
    ) as error:
        raise _broken(made, name, error) from error


def _broken(made: TemplateEnvironment, name: str, error: Exception) -> FrkitError:
    path, line = _place(made, name, error)
    where = f"{shown_path(path)}:{line}" if line else shown_path(path)
    if isinstance(error, TemplateNotFound):
        fact = f"There is no template '{error.name}'."
        return FrkitError(
            fact,
            place=where if error.name != name else "",
            remedy="only what lies in templates/ of frkit or the campaign is one; a link that leads out of it is none",
        )
    return FrkitError(
        f"The template cannot be filled in: {_in_words(error)}.",
        place=where,
        remedy="mend that line of the template; templates/README.md lists the facts a template may use",
    )


def _in_words(error: Exception) -> str:
    """What is wrong, without the words of the language that frkit is written in."""
    told = str(getattr(error, "message", None) or error).rstrip(".")
    missing = re.fullmatch(r"'(?:\w+ object' has no (?:attribute|element) '?)?(\w+)'?(?: is undefined)?", told)
    return f"there is no fact '{missing[1]}'" if missing else told


def _place(made: TemplateEnvironment, name: str, error: Exception) -> tuple[Path, int]:
    """The template file and line at which an error arose, from the traceback that Jinja has rewritten."""
    filename = getattr(error, "filename", None)
    if filename:
        return Path(filename), int(getattr(error, "lineno", 0) or 0)
    found = Path(name), 0
    trace = error.__traceback__
    folders = [Path(folder) for folder in getattr(made.loader, "searchpath", ())]
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if any(file.is_relative_to(folder) for folder in folders):
            found = file, trace.tb_lineno
        trace = trace.tb_next
    return found
