"""Our filled workbooks through every program that writes workbooks: ``python -m tests.clients.writers``.

Each program opens a workbook and saves it; what it saved is read and checked. Figures and texts must be the same and
nothing false found, or the file told for what it is. Programs that are not installed are named and passed over: npm
packages (exceljs, xlsx, xlsx-populate) are looked for in ``--node FOLDER``, Java libraries in ``/usr/share/java``.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from nianbao import Checker, PluginRegistry, Submission, fitted, write_workbook
from nianbao.cells import address
from nianbao.forms.later_editions import rows_of
from nianbao.testing import example as example_of
from tests.documents import FORM

from .samples import Samples

SECONDS = 180
NODE = {
    "exceljs": "const E=require('exceljs');(async()=>{const b=new E.Workbook();await b.xlsx.readFile(I);await b.xlsx.writeFile(O)})()",
    "xlsx": "const X=require('xlsx');X.writeFile(X.readFile(I,{cellStyles:true,cellFormula:true,cellNF:true}),O)",
    "xlsx-populate": "require('xlsx-populate').fromFileAsync(I).then(b=>b.toFileAsync(O))",
}
POI = """
import org.apache.poi.ss.usermodel.*;
public class Resave {
  public static void main(String[] files) throws Exception {
    try (Workbook book = WorkbookFactory.create(new java.io.File(files[0]));
         java.io.OutputStream out = new java.io.FileOutputStream(files[1])) {
      if (files.length > 2) book.getCreationHelper().createFormulaEvaluator().evaluateAll();
      book.write(out);
    }
  }
}
"""
JARS = Path("/usr/share/java")
NOT_OURS = frozenset(("LT101", "RD101", "RD103"))
"""What may be said of a file in which nothing is left to know it by."""
Write = Callable[[Path, Path], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one workbook saved by one program."""

    writer: str
    workbook: str
    same: bool
    told: bool
    codes: tuple[str, ...]
    words: str

    @property
    def right(self) -> bool:
        """Whether all came back with nothing false said, or the file was told for what it is."""
        return self.same or self.told


def run(*command: str | Path, folder: Path | None = None) -> None:
    """Run a program; raise what it says where it fails."""
    done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, cwd=folder)
    if done.returncode:
        said = [
            line
            for line in done.stderr.decode(errors="replace").splitlines()
            if "Error" in line or "Exception" in line
        ]
        raise RuntimeError(said[-1] if said else f"exit code {done.returncode}")


def with_openpyxl(source: Path, target: Path) -> None:
    """Load and save with openpyxl."""
    openpyxl.load_workbook(source).save(target)


def with_values_alone(source: Path, target: Path) -> None:
    """Write the values of every cell into a new workbook, as programs for data do."""
    book, written = openpyxl.load_workbook(source, data_only=True), openpyxl.Workbook()
    written.remove(written.worksheets[0])
    for sheet in book:
        page = written.create_sheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, ""):
                    page.cell(cell.row, cell.column, cell.value)
    written.save(target)


def with_pandas(source: Path, target: Path) -> None:
    """Read every sheet as a table and write it again: values alone, and headers gone."""
    pandas = importlib.import_module("pandas")  # asked for by nobody but this command
    sheets = pandas.read_excel(source, sheet_name=None, header=None, dtype=object)
    with pandas.ExcelWriter(target) as book:
        for name, frame in sheets.items():
            frame.to_excel(book, sheet_name=name, header=False, index=False)


def _through_node(folder: Path, package: str) -> Write:
    def write(source: Path, target: Path) -> None:
        program = f"const I={str(source)!r},O={str(target)!r};{NODE[package]}"
        run("node", "-e", program, folder=folder)

    return write


def _through_office(source: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        suffix = target.suffix.removeprefix(".")
        run("soffice", profile, "--headless", "--convert-to", suffix, "--outdir", folder, source)
        shutil.move(Path(folder, source.with_suffix(target.suffix).name), target)


def _through_poi(*more: str) -> Write:
    def write(source: Path, target: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder, "Resave.java")
            program.write_text(POI, "utf-8")
            run("java", "-cp", f"{JARS}/*", program, source, target, *more)

    return write


def writers(node: Path | None) -> Iterator[tuple[str, str, Write]]:
    """Return the programs that are installed: name, suffix of what they save, how they are run."""
    yield "openpyxl", ".xlsx", with_openpyxl
    yield "values alone", ".xlsx", with_values_alone
    if importlib.util.find_spec("pandas"):
        yield "pandas", ".xlsx", with_pandas
    for package in NODE:
        if node is not None and (node / "node_modules" / package).is_dir():
            suffixes = (".xlsx", ".xls", ".ods", ".xlsb") if package == "xlsx" else (".xlsx",)
            for suffix in suffixes:
                yield f"{package} {suffix}", suffix, _through_node(node, package)
    if shutil.which("ssconvert"):
        for suffix in (".xlsx", ".xls", ".ods"):
            yield f"gnumeric {suffix}", suffix, lambda source, target: run("ssconvert", source, target)
    if shutil.which("java") and any(JARS.glob("poi-ooxml*.jar")):
        yield "Apache POI", ".xlsx", _through_poi()
        yield "Apache POI, recalculated", ".xlsx", _through_poi("evaluate")
    if shutil.which("soffice"):
        for suffix in (".xlsx", ".xls", ".ods"):
            yield f"LibreOffice {suffix}", suffix, _through_office


def workbooks(samples: Samples) -> Mapping[str, tuple[Submission, bytes]]:
    """Return what is sent through the programs: figures typed, pasted, and blanks that are declared to be 0."""
    example = fitted(samples.example())
    requests = samples.form.table_by_id["requests"]
    bare = {field: None for field in samples.form.fields if field.startswith("requests.")}
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(_with(samples, bare))))
    for row, fields in enumerate(rows_of(requests)):
        for column, field in enumerate(fields):
            book["表三粘贴"][address((4 + row, column))] = int(str(example.shown(field)))
    pasted = io.BytesIO()
    book.save(pasted)
    zeros = {field: None for field in samples.form.inputs(requests) if example.figure(field) == 0}
    sparse = _with(samples, zeros, blanks_are_zero=["requests"])
    return {
        "typed": (example, write_workbook(example)),
        "pasted": (example, pasted.getvalue()),
        "rest declared 0": (sparse, write_workbook(sparse)),
    }


def _with(samples: Samples, values: Mapping[str, None], **changes: object) -> Submission:
    return fitted(example_of(samples.registry.registered_form(FORM), values=dict(values), **changes))


def tried(
    writer: str, write: Write, suffix: str, name: str, sent: tuple[Submission, bytes], checker: Checker
) -> Outcome:
    """Send one workbook through one program, and check what it saved."""
    submission, data = sent
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.xlsx"), Path(folder, f"out{suffix}")
        source.write_bytes(data)
        write(source, target)
        checked = checker.check(target.name, target.read_bytes())
    found, codes = checked.submission, tuple(sorted({finding.code for finding in checked.findings}))
    same = (
        found is not None
        and all(found.shown(field) == submission.shown(field) for field in submission.form.fields)
        and dict(found.texts) == dict(submission.texts)
        and not any(finding.blocks for finding in checked.findings)
    )
    words = " / ".join(str(finding.message) for finding in checked.findings if finding.blocks)
    return Outcome(
        writer=writer,
        workbook=name,
        same=same,
        told=found is None and set(codes) <= NOT_OURS,
        codes=codes,
        words=words,
    )


def main() -> int:
    """Print a line a program and workbook; 1 where something false was said, or a figure or text was lost."""
    parser = argparse.ArgumentParser(
        description="Send filled workbooks through every program that writes workbooks."
    )
    parser.add_argument(
        "--node", type=Path, help="a folder in which npm has installed exceljs, xlsx, xlsx-populate"
    )
    folder: Path | None = parser.parse_args().node
    registry = PluginRegistry()
    checker, sent = Checker(registry), workbooks(Samples(registry))
    wrong = 0
    for writer, suffix, write in writers(folder.absolute() if folder else None):
        for name, workbook in sent.items():
            try:
                outcome = tried(writer, write, suffix, name, workbook, checker)
            except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
                sys.stdout.write(
                    f"{writer:24} {name:16} the program failed: {str(error).strip().splitlines()[-1]}\n"
                )
                continue
            verdict = "the same" if outcome.same else "told" if outcome.told else "WRONG"
            wrong += not outcome.right
            sys.stdout.write(f"{writer:24} {name:16} {verdict:9} {' '.join(outcome.codes)} {outcome.words[:300]}\n")
            sys.stdout.flush()
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
