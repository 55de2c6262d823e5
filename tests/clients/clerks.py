"""Two units filled in as their clerks would, keystrokes and pastes counted: ``python -m tests.clients.clerks``.

Figures, names and declarations are typed at the keyboard (a character or Enter a keystroke, three for a choice from a
list); prose and whole tables are pasted. What comes back must pass.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from nianbao import (
    Checker,
    Layout,
    PluginRegistry,
    Submission,
    fitted,
    layout_for,
    publishable,
    render,
    write_workbook,
)
from nianbao.cells import address

from .libreoffice import Job, Office, Step, step
from .samples import Samples

CHOICE, REST, NIL = 3, "其余空格为 0", "是"
PASTING = "表三粘贴"


@dataclass(slots=True, kw_only=True)
class Clerk:
    """What one clerk does to a blank workbook: the steps, and how many keystrokes and pastes they take."""

    layout: Layout
    steps: list[Step] = field(default_factory=list)
    keystrokes: int = 0
    pastes: int = 0

    def _at(self, name: str, index: int = 0) -> tuple[str, str]:
        placement = self.layout.placements.get(name) or self.layout.nil[name]
        return placement.sheet, address(placement.cells[index])

    def type(self, name: str, text: str) -> None:
        """Type into a cell, and press Enter."""
        sheet, cell = self._at(name)
        self.steps.append(step("type_cell", sheet=sheet, cell=cell, text=text))
        self.keystrokes += len(text) + 1

    def choose(self, name: str, text: str) -> None:
        """Choose from a cell's list."""
        sheet, cell = self._at(name)
        self.steps.append(step("type_cell", sheet=sheet, cell=cell, text=text))
        self.keystrokes += CHOICE

    def paste_text(self, name: str, text: str) -> None:
        """Paste a text; its paragraphs go into the rows below each other."""
        for index, paragraph in enumerate(text.split("\n")):
            sheet, cell = self._at(name, index)
            self.steps.append(step("type_cell", sheet=sheet, cell=cell, text=paragraph))
        self.pastes += 1

    def paste_table(self, report: Path, table: int) -> None:
        """Copy a table of a Word document whole, and paste it on its sheet."""
        self.steps.append(step("paste_table", file=str(report), table=table, sheet=PASTING, cell="A5"))
        self.pastes += 1

    def sign(self, submission: Submission) -> None:
        """Type what every clerk types: contact and signatures; paste the prose."""
        for name, text in submission.form.texts.items():
            words = submission.text(name)
            if words and name.startswith(("signoff.", "lead.")):
                self.type(name, words)
            elif words and text.section:
                self.paste_text(name, words)


def all_zero(samples: Samples) -> tuple[Clerk, Submission]:
    """Declare all three tables empty, type the three figures of the fee."""
    texts = {
        "overview.text": "本年度无依申请公开事项。主动公开、政府信息管理、公开平台建设和监督保障工作按要求开展。",
        "problems.current": "公开内容更新不够及时。",
        "problems.improvement": "下一年度按月更新栏目，加强培训。",
        "lead.address": "示例县城关镇人民路88号",
        "lead.phone": "0000-5550100",
        "signoff.prepared_by": "赵一鸣",
        "signoff.approved_by": "周知远",
    }
    fee = ("handling_fee.notices", "handling_fee.notified", "handling_fee.collected")
    wanted = samples.submission(
        values=dict.fromkeys(fee, 0), texts=texts, nil=("disclosure", "requests", "disputes")
    )
    clerk = Clerk(layout=layout_for(samples.blank()))
    for table in ("disclosure", "requests", "disputes"):
        clerk.choose(f"nil.{table}", NIL)
    for name in fee:
        clerk.type(name, "0")
    clerk.sign(wanted)
    return clerk, wanted


def busy(samples: Samples, report: Path | None) -> tuple[Clerk, Submission]:
    """Type the figures above 0 and declare the rest; paste table 3 from Word where there is a report."""
    wanted = fitted(samples.example())
    clerk = Clerk(layout=layout_for(samples.blank()))
    if report is not None:
        clerk.paste_table(report, 1)
    for name in samples.inputs():
        figure, table = wanted.figure(name), wanted.form.fields[name].table
        if figure is None or (table == "requests" and report is not None):
            continue
        if figure or table == "handling_fee":
            clerk.type(name, str(figure))
    for table in ("disclosure", "disputes", *(() if report is not None else ("requests",))):
        clerk.choose(f"nil.{table}", REST)
    clerk.sign(wanted)
    return clerk, wanted


def filled(office: Office, samples: Samples, clerk: Clerk, wanted: Submission, folder: Path) -> list[str]:
    """Let a clerk fill in a blank workbook; return what is wrong with what comes back."""
    file, saved = folder / "blank.xlsx", folder / "saved.xlsx"
    file.write_bytes(write_workbook(samples.blank()))
    office.run([Job(file, (*clerk.steps, step("calculate"), step("store", file=str(saved))))])
    checked = Checker(samples.registry).check(saved.name, saved.read_bytes())
    wrong = [f"{found.code} {found.message}" for found in checked.findings if found.blocks]
    found = checked.submission
    differing = [name for name in wanted.form.fields if found is None or found.shown(name) != wanted.shown(name)]
    return [*wrong, *(f"{name} differs" for name in differing)]


def report_of(samples: Samples, folder: Path) -> Path:
    """Write the example's report as Word, from which table 3 is copied."""
    publication = publishable(Checker(samples.registry).check("e.xlsx", write_workbook(fitted(samples.example()))))
    assert publication is not None
    file = folder / "report.docx"
    file.write_bytes(render(publication, "docx"))
    return file


def main() -> int:
    """Print what each clerk needs; 1 where what comes back does not pass."""
    argparse.ArgumentParser(description="Fill in two units as clerks would, and count.").parse_args()
    samples, failed = Samples(PluginRegistry()), False
    with tempfile.TemporaryDirectory() as name, Office() as office:
        folder = Path(name)
        made = {
            "all zero": all_zero(samples),
            "62 applications, typed": busy(samples, None),
            "62 applications, table 3 pasted": busy(samples, report_of(samples, folder)),
        }
        for unit, (clerk, wanted) in made.items():
            wrong = filled(office, samples, clerk, wanted, folder)
            failed = failed or bool(wrong)
            sys.stdout.write(
                f"{unit:32} {clerk.keystrokes:4} keystrokes {clerk.pastes:3} pastes  {'; '.join(wrong) or 'passes'}\n"
            )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
