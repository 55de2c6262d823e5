"""Make everything in ``sample_reports/`` from its data files: ``python -m nianbao_development.samples``."""

from __future__ import annotations

import os
import shutil
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from nianbao.campaigns.folder import CampaignFolder
from nianbao.campaigns.ledger.heads import VARIABLE as PROFILE_VARIABLE
from nianbao.cli import main
from nianbao.files.manifest import MANIFEST, manifest_bytes
from nianbao.files.outputs import digest

ROOT = Path(__file__).parents[2]
SAMPLES = Path("sample_reports")
MADE = ("workbooks", "collected", "drafts", "summed")
CAMPAIGN = SAMPLES / "campaign"


def run(*arguments: object) -> int:
    """Run a command of the product in this process; give its exit code."""
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as finished:
        return int(finished.code or 0)
    raise AssertionError("the command did not exit")


def make_samples(root: Path) -> None:
    """Make workbooks, findings, reports and drafts below ``root`` from the data files there."""
    with chdir(root):
        for data in sorted((SAMPLES / "data").glob("*.json")):
            assert run("template", "--data", data, "-o", SAMPLES / "workbooks" / f"{data.stem}.xlsx") == 0
        workbooks = sorted((SAMPLES / "workbooks").glob("*.xlsx"))
        assert run("collect", SAMPLES / "workbooks", "-o", SAMPLES / "collected") == 0
        leave_ledger_out(SAMPLES / "collected")
        for workbook in workbooks:
            if run("check", workbook):
                for to in ("md", "txt", "html"):
                    draft = SAMPLES / "drafts" / f"{workbook.stem}.{to}"
                    assert run("render", workbook, "--draft", "-o", draft) == 0
        list_results(SAMPLES / "drafts")


def leave_ledger_out(folder: Path) -> None:
    """Remove ledger and archive: in the samples they would be the workbooks a second time, and new with every run."""
    shutil.rmtree(CampaignFolder(folder).inner)


def list_results(folder: Path) -> None:
    """Write the manifest of a folder of results, so that collecting the samples does not read them as somebody's."""
    files = {path.name: digest(path.read_bytes()) for path in sorted(folder.iterdir()) if path.name != MANIFEST}
    (folder / MANIFEST).write_bytes(manifest_bytes("report", {}, files))


def sum_up(root: Path) -> None:
    """Play the sample campaign to its sum, and keep what comes of it below ``root``."""
    samples = (root / SAMPLES).resolve()
    with TemporaryDirectory() as folder, chdir(folder):
        os.environ[PROFILE_VARIABLE] = str(Path(folder) / "profile")
        campaign = Path("样例年报").resolve()
        assert run("init", campaign, "--year", 2024) == 0
        (campaign / "名单.xlsx").unlink()
        for name in ("名单.csv", "nianbao.toml"):
            shutil.copy(ROOT / CAMPAIGN / name, campaign / name)
        for source in (samples / "workbooks", ROOT / CAMPAIGN / "第二轮"):
            shutil.copytree(source, campaign / "收件" / source.name)
            with chdir(campaign):
                assert run("collect") == 0
        with chdir(campaign):
            assert run("consolidate", "--agency", "样例区人民政府", "--code", "YLQ") == 0
        shutil.copytree(campaign / "汇总", samples / "summed", dirs_exist_ok=True)
        list_results(samples / "summed")


if __name__ == "__main__":
    for name in MADE:
        shutil.rmtree(ROOT / SAMPLES / name, ignore_errors=True)
    make_samples(ROOT)
    sum_up(ROOT)
