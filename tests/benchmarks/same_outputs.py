"""Whether two installations write the same bytes: ``python -m tests.benchmarks.same_outputs BEFORE AFTER``.

For a change that is to make the program faster and nothing else. BEFORE and AFTER are the ``nianbao`` commands of two
environments. Each reads the same workbooks, 500 that all differ (``--count``) and those of ``sample_reports/``, and
writes findings and reports in every format and in both languages, a workbook from the data of each sample, and one for
each unit of a roster; what differs is printed.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from nianbao import PluginRegistry
from tests.benchmarks.different_files import different_workbooks

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "sample_reports"
FINDINGS = {"text": "txt", "json": "json", "jsonl": "jsonl", "html": "html", "sarif": "sarif", "junit": "xml"}
REPORTS = ("txt", "md", "html", "docx", "json")
ROSTER = "单位代码,单位名称\n" + "".join(f"C{number:03},样例市第{number}局\n" for number in range(20))
MOST_NAMED = 20


def write_inputs(folder: Path, count: int) -> None:
    """Write the workbooks that both read."""
    (folder / "received").mkdir(parents=True)
    registry = PluginRegistry()
    for number in range(count):
        (folder / "received" / f"{number:04}.xlsx").write_bytes(different_workbooks(registry, 1, number)[0])
    for path in sorted((SAMPLES / "workbooks").glob("*.xlsx")):
        (folder / "received" / path.name).write_bytes(path.read_bytes())
    (folder / "roster.csv").write_text(ROSTER, "utf-8")


def write_outputs(command: str, folder: Path) -> None:
    """Let an installation write everything into a folder beside the inputs."""

    def run(*arguments: str) -> None:
        done = subprocess.run([command, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8")
        if done.returncode not in (0, 1):
            raise SystemExit(f"{command} {' '.join(arguments)}: {done.returncode}\n{done.stderr}")

    received = sorted(
        f"../inputs/received/{path.name}" for path in (folder.parent / "inputs" / "received").iterdir()
    )
    for language in ("zh", "en"):
        for to, suffix in FINDINGS.items():
            run("--lang", language, "check", *received, "--format", to, "-o", f"findings.{language}.{suffix}")
        formats = [each for to in REPORTS for each in ("--to", to)]
        run("--lang", language, "collect", "../inputs/received", "-o", f"collected.{language}", *formats)
    for data in sorted((SAMPLES / "data").glob("*.json")):
        run("template", "--data", str(data), "-o", f"{data.stem}.xlsx")
    run("distribute", "../inputs/roster.csv", "--year", "2024", "-o", "distributed")


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of every file below a folder, but for manifests, which name the program and its packs."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.name != "manifest.json"
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def main() -> int:
    """Print how many outputs are the same, and those that are not; return 1 if any is not."""
    parser = argparse.ArgumentParser()
    parser.add_argument("commands", nargs=2, metavar="nianbao")
    parser.add_argument("--count", type=int, default=500)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        write_inputs(Path(name) / "inputs", arguments.count)
        written = []
        for number, command in enumerate(arguments.commands):
            folder = Path(name) / f"outputs{number}"
            folder.mkdir()
            write_outputs(command, folder)
            written.append(digests(folder))
    before, after = written
    differing = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    sys.stdout.write(
        f"{len(before.keys() | after.keys()) - len(differing)} outputs the same, {len(differing)} not\n"
    )
    for path in differing[:MOST_NAMED]:
        sys.stdout.write(f"{path}\n")
    return int(bool(differing))


if __name__ == "__main__":
    sys.exit(main())
