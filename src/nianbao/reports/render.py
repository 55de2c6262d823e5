"""Rendering: a composed report as bytes of one format, by a Jinja template that can be replaced."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jinja2

from nianbao.errors import TemplateError, UsageError
from nianbao.language import Domain
from nianbao.reports.templates import environment, filter_items, template_error
from nianbao.submissions.submission_json import submission_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from nianbao.reports.report import Report

_ = Domain("nianbao")
TEXT_FORMATS = ("txt", "md")
FORMATS = (*TEXT_FORMATS, "json")


def render(
    report: Report,
    to: str,
    folders: Sequence[Path],
    *,
    template: Path | None = None,
    filters: Mapping[str, Callable[..., object]] | None = None,
) -> bytes:
    """Give a report in a format: ``txt``, ``md`` (UTF-8) or ``json`` (the submission's data).

    Templates are named ``report.<format>.jinja`` and looked for in ``folders`` in order;
    ``template`` is an office's own file. Raises :class:`~nianbao.errors.UsageError` for an unknown
    format and :class:`~nianbao.errors.TemplateError` with template, line and cause.
    """
    if to == "json":
        return (json.dumps(submission_json(report.submission), ensure_ascii=False, indent=2) + "\n").encode()
    if to not in TEXT_FORMATS:
        raise UsageError(_("不能输出 {to} 格式，可用的有：{formats}。", to=to, formats="、".join(FORMATS)))
    name = template.name if template else f"report.{to}.jinja"
    where = (template.parent, *folders) if template else tuple(folders)
    try:
        found = environment(where, filter_items(filters or {})).get_template(name)
        return found.render(report=report).encode()
    except (jinja2.TemplateError, TemplateError) as error:
        raise template_error(error, name) from error
    except UnicodeDecodeError as error:
        raise TemplateError(_("模板 {name} 不是 UTF-8 编码，请另存为 UTF-8。", name=name)) from error
