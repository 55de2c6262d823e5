"""Chinese for people is marked for translation, wherever it stands in the core."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from nianbao_development.catalogues import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CORE = ROOT / "src" / "nianbao"
CHINESE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
STAYS_CHINESE = {
    "the workbook, which is a Chinese document": (
        "forms/arrange_sheets.py", "forms/layout.py", "forms/sheet_builder.py", "forms/resolve_form.py", "workbooks/live_checks.py", "workbooks/validations.py",
        "workbooks/writer.py", "forms/check_sheet.py", "forms/paste_page.py", "workbooks/check_lines.py",
        "workbooks/paste_formulas.py", "workbooks/role_formulas.py",
    ),
    "the report, which is a Chinese document": ("reports/compose.py", "reports/house_style.py", "reports/draft_mark.py",
        "reports/word.py",
    ),
    "how people write numbers and headings": (
        "submissions/numbers.py", "submissions/sentences.py", "submissions/plain_text.py", "intake/registers.py",
        "reports/pasted_text.py", "intake/roster.py", "intake/agency_kinds.py", "intake/small_tables.py", "checks/expectations.py",
        "intake/roster_entry.py", "intake/roster_columns.py", "workbooks/number_formats.py", "workbooks/shown_values.py",
    ),
    "names of fonts": ("workbooks/styles.py", "workbooks/lists.py", "workbooks/sum_sheets.py", "workbooks/working_lists.py", "reports/letter.py"),
    "names of files, the same in every language": (
        "campaigns/results/writing.py", "campaigns/consolidation/outputs.py", "reports/bundle.py", "campaigns/folder.py",
        "campaigns/auditing.py", "campaigns/initialising.py", "campaigns/decisions/deciding.py",
    ),
    "what an office sends to units and keeps of them, and the list that is read back by its headings": (
        "campaigns/returns/letters.py", "campaigns/returns/returning.py", "campaigns/returns/workbook.py", "campaigns/returns/reminders.py",
        "campaigns/publishing/signing.py", "campaigns/publishing/index.py",
        "campaigns/distributing.py", "campaigns/deriving.py", "campaigns/decisions/sheet.py", "campaigns/check_record.py", "workbooks/returned.py",
    ),
    "how people write reports": (
        "published/text_reader.py", "published/inline_marks.py", "published/pdf_pages.py", "published/pdf_looks.py", "interpretation/passages.py",
        "interpretation/report.py", "interpretation/sections.py", "interpretation/loose_lines.py", "interpretation/facts.py",
        "interpretation/labels.py", "interpretation/segments.py", "interpretation/places.py",
        "interpretation/figures.py", "interpretation/page_lines.py",
    ),
}  # fmt: skip


def unmarked(path: Path) -> list[str]:
    """Return the Chinese literals of a module that are neither marked nor docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    fine = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "_.plural"):
            fine |= {id(argument) for argument in node.args}
    return [
        f"{path.name}:{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in fine
        if CHINESE.search(node.value)
    ]


def test_chinese_in_the_core_is_marked_or_stays_chinese_for_a_reason() -> None:
    stays = {name for names in STAYS_CHINESE.values() for name in names}
    found = {path.relative_to(CORE).as_posix(): unmarked(path) for path in CORE.rglob("*.py")}
    assert {name: literals for name, literals in found.items() if literals and name not in stays} == {}
    assert {name for name in stays if not found.get(name)} == set()


def test_chinese_in_the_pages_of_the_core_is_marked() -> None:
    for path in CORE.rglob("*.jinja"):
        text = re.sub(r"\b_(?:\.plural)?\(\"[^\"]*\"", "", path.read_text("utf-8"))
        assert not CHINESE.search(text), path


def test_messages_for_people_are_no_f_strings() -> None:
    """An f-string inside a marked message would never be found by extraction."""
    for folder in ("src", "plugins", "templates"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "_.plural") and node.args:
                    assert not isinstance(node.args[0], ast.JoinedStr), f"{path}:{node.lineno}"
