"""A comparison as text for people, as JSON, and as an HTML page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.language import Domain, language
from nianbao.reports.templates import environment
from nianbao.submissions.submission import legal_text
from nianbao.version import __version__

if TYPE_CHECKING:
    from nianbao.checks.comparison import Comparison
    from nianbao.language import Message

_ = Domain("nianbao")
_TEMPLATES = Path(__file__).parent / "pages"
_IDENTITY = {"form": _("表单"), "year": _("年度"), "agency": _("单位名称"), "title": _("题目")}
_BLANK = _("空白")
_FRONT = _("题目与导语")


def comparison_text(found: Comparison, names: tuple[str, str]) -> str:
    """Return a comparison in lines: what differs of whose report it is, figures, sentences."""
    lines: list[Message | str] = [_("甲：{name}", name=names[0]), _("乙：{name}", name=names[1])]
    if found.same:
        return "\n".join(map(str, [*lines, _("数字和文字都相同。")])) + "\n"
    for name, first, second in found.identity:
        lines.append(
            _(
                "{what}不同：甲“{first}”，乙“{second}”",
                what=_IDENTITY[name],
                first=first or _BLANK,
                second=second or _BLANK,
            )
        )
    for figure in found.figures:
        lines.append(
            _(
                "{words}：甲 {first}，乙 {second}",
                words=figure.words,
                first=figure.first or _BLANK,
                second=figure.second or _BLANK,
            )
        )
    for sentence in found.sentences:
        heading = sentence.section or _FRONT
        if sentence.only_in == 1:
            lines.append(_("{heading}，只有甲有：{text}", heading=heading, text=sentence.text))
        else:
            lines.append(_("{heading}，只有乙有：{text}", heading=heading, text=sentence.text))
    lines.append(
        _(
            "数字不同 {figures} 处，句子不同 {sentences} 处。",
            figures=len(found.figures),
            sentences=len(found.sentences),
        )
    )
    return "\n".join(map(str, lines)) + "\n"


def comparison_json(found: Comparison, names: tuple[str, str]) -> bytes:
    """Return a comparison as JSON."""
    document = {
        "schema": 1,
        "files": list(names),
        "same": found.same,
        "identity": [{"what": name, "first": first, "second": second} for name, first, second in found.identity],
        "figures": [
            {
                "field": figure.field,
                "words": figure.words,
                "first": figure.first or None,
                "second": figure.second or None,
            }
            for figure in found.figures
        ],
        "sentences": [
            {"section": sentence.section or None, "only_in": sentence.only_in, "text": sentence.text}
            for sentence in found.sentences
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def comparison_html(found: Comparison, names: tuple[str, str]) -> bytes:
    """Return a comparison as a page that needs nothing but itself."""
    template = environment((_TEMPLATES,)).get_template("comparison.html.jinja")
    identity = [(_IDENTITY[name], first, second) for name, first, second in found.identity]
    page = template.render(
        _=_, language=language(), version=__version__, found=found, names=names, identity=identity, front=_FRONT
    )
    return legal_text(page).encode()
