"""What an explanation must say to stand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from nianbao import Checker, Severity

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import PluginRegistry


def explained(registry: PluginRegistry, form_folder: Path, text: str) -> tuple[bool, list[str]]:
    """Check the example with a finding of TB302 explained; give whether it stands, and what SY901 says."""
    document: dict[str, Any] = json.loads((form_folder / "example.json").read_text("utf-8"))
    document["agency"]["kind"] = "county"
    document["values"]["disclosure.regulations.issued"] = 2
    document["values"]["disclosure.regulations.in_force"] = 2
    document["explanations"] = [
        {"code": "TB302", "field": "disclosure.regulations.issued", "value": 2, "text": text}
    ]
    found = Checker(registry).check("a.json", json.dumps(document).encode()).findings
    (finding,) = (each for each in found if each.code == "TB302")
    return finding.explained, [str(each.message) for each in found if each.code == "SY901"]


@pytest.mark.parametrize("text", ["经授权制定。", "属实", "见2024年第3号令", "OK"])
def test_what_says_something_stands(registry: PluginRegistry, form_folder: Path, text: str) -> None:
    assert explained(registry, form_folder, text) == (True, [])


@pytest.mark.parametrize(
    "text", ["\u200b\u200b\u2060", "。", "——", "√", "是", "\u3164\u3164\uffa0", "…………", "\u00ad\u200d！？"]
)
def test_unseen_characters_and_single_marks_are_no_reason(
    registry: PluginRegistry, form_folder: Path, text: str
) -> None:
    stands, told = explained(registry, form_folder, text)
    assert not stands
    assert all("没有写出理由" in each for each in told)


def test_a_finding_that_its_rule_is_less_sure_of_is_graver_for_no_office() -> None:
    assert Severity.ERROR.capped(Severity.WARNING) is Severity.WARNING
    assert Severity.NOTE.capped(Severity.WARNING) is Severity.NOTE
    assert Severity.ERROR.capped(None) is Severity.ERROR
