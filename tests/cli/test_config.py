"""What an office decides: severities, thresholds, waivers; and what it sees of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from .command import BLOCKED, MISUSED, OK, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Inputs

WAIVER = '[[waivers]]\ncode = "{code}"\nreason = "已核实"\nwho = "区政务公开办"\nuntil = {until}\n'


def configure(folder: Path, text: str) -> None:
    (folder / "nianbao.toml").write_text(text, "utf-8")


def findings(folder: Path, file: Path) -> dict[str, dict[str, object]]:
    document = json.loads(nianbao("check", file, "--format", "json", folder=folder).out)
    return {finding["code"]: finding for finding in document["files"][0]["findings"]}


def test_config_shows_each_value_and_where_it_comes_from(tmp_path: Path) -> None:
    configure(
        tmp_path,
        '[severity]\nXY = "warning"\n\n[rules.XY103]\nfactor = 10\n\n'
        + WAIVER.format(code="SC106", until="2099-12-31"),
    )
    shown = nianbao("config", folder=tmp_path)
    assert shown.code == OK
    text = shown.out.decode()
    assert f"XY103.factor = 10  [{tmp_path / 'nianbao.toml'}]" in text
    assert "XY103.least = 20  [默认]" in text
    assert "XY101  核实说明 -> 建议修改" in text
    assert "SC106  所有单位  到 2099-12-31  区政务公开办：已核实" in text


def test_a_severity_changed_by_the_longest_prefix_no_longer_blocks(tmp_path: Path, inputs: Inputs) -> None:
    blocking = {code for code, finding in findings(tmp_path, inputs.doubtful).items() if finding["blocks"]}
    configure(tmp_path, "[severity]\n" + "".join(f'{code} = "note"\n' for code in blocking))
    assert nianbao("check", inputs.doubtful, folder=tmp_path).code == OK


@pytest.mark.parametrize(("until", "waived", "code"), [("2099-12-31", True, OK), ("2001-01-01", False, BLOCKED)])
def test_a_waiver_lets_pass_until_it_runs_out(
    tmp_path: Path, inputs: Inputs, until: str, waived: bool, code: int
) -> None:
    blocking = {name for name, finding in findings(tmp_path, inputs.bad).items() if finding["blocks"]}
    configure(tmp_path, "".join(WAIVER.format(code=name, until=until) for name in blocking))
    assert nianbao("check", inputs.bad, folder=tmp_path).code == code
    assert all(findings(tmp_path, inputs.bad)[name]["waived"] is waived for name in blocking)


@pytest.mark.parametrize("text", ['[rules.XY103]\nfaktor = 3\n', '[rules.XY103]\nfactor = "x"\n', '[rules.ZZ999]\na = 1\n',
                                  '[severity]\nXY = "mild"\n', '[severity]\nZZ = "note"\n', '[[waivers]]\ncode = "SC106"\n'])  # fmt: skip
def test_a_wrong_decision_gives_2_in_a_sentence(tmp_path: Path, inputs: Inputs, text: str) -> None:
    configure(tmp_path, text)
    ran = nianbao("check", inputs.good, folder=tmp_path)
    assert ran.code == MISUSED
    assert ran.err
    assert b"Traceback" not in ran.err
