"""Jinja: environments compiled once, sandboxed, strict, with errors that name template and line."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from nianbao.errors import NianbaoError, TemplateError
from nianbao.language import Domain, Message
from nianbao.reports.html_table import header_id, html_table
from nianbao.reports.markdown import markdown
from nianbao.reports.text_table import text_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_ = Domain("nianbao")
FilterItems = tuple[tuple[str, "Callable[..., object]"], ...]
WRONG_VALUES = (ArithmeticError, TypeError, ValueError, LookupError, RecursionError)
"""What an expression of a template may raise."""


@lru_cache(maxsize=32)
def environment(
    folders: tuple[Path, ...], filters: FilterItems = (), *, trusted: bool = False, escaped: bool = False
) -> jinja2.Environment:
    """Return the environment that finds templates in ``folders``, the first that has one winning.

    Templates run in a sandbox unless they are ``trusted``: those of installed packs are code of
    theirs already, and the sandbox costs half of the rendering. With ``escaped`` every template escapes, whatever its
    name; otherwise only those with HTML in their name.
    """
    environment = (jinja2.Environment if trusted else ImmutableSandboxedEnvironment)(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        undefined=jinja2.StrictUndefined,
        # An office's own page may have any name; select_autoescape goes by names alone.
        autoescape=True if escaped else jinja2.select_autoescape(("html.jinja",)),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # Compiled once and kept: compiling at every rendering costs 27 times as much.
        auto_reload=False,
    )
    environment.filters["text_table"] = text_table
    environment.filters["html_table"] = html_table
    environment.filters["header_id"] = header_id
    environment.filters["markdown"] = markdown
    environment.filters.update(dict(filters))
    return environment


def filter_items(filters: Mapping[str, Callable[..., object]]) -> FilterItems:
    """Return filters in the hashable form that :func:`environment` takes."""
    return tuple(sorted(filters.items()))


def _line_of(error: Exception) -> tuple[int, str] | None:
    """Return the line of a template, and the template's name, at which an error arose last.

    Jinja corrects tracebacks where it renders; a macro that is called by itself runs compiled code, whose lines have to
    be translated into those of the template.
    """
    location = None
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".jinja"):
            compiled = trace.tb_frame.f_globals.get("__jinja_template__")
            line = compiled.get_corresponding_lineno(trace.tb_lineno) if compiled else trace.tb_lineno
            location = line, name.replace("\\", "/").rpartition("/")[2]
        trace = trace.tb_next
    return location


def template_error(error: Exception, name: str) -> TemplateError:
    """Return the error for people: template, line and cause."""
    line, template_name = getattr(error, "lineno", None), getattr(error, "name", None) or name
    if line is None:
        location = _line_of(error)
        if location is not None:
            line, template_name = location
    cause: Message | str = error.message if isinstance(error, NianbaoError) else f"{error}"
    if isinstance(error, jinja2.TemplateNotFound):
        cause = _("找不到模板 {name}。", name=error.name or name)
        if error.name == name:
            return TemplateError(cause)
        template_name = name
    return TemplateError(_("模板 {name} 第 {line} 行：{cause}", name=template_name, line=line or "?", cause=cause))
