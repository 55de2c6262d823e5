"""Characters that nobody sees, and digits in other clothes: rules read the text that a person reads."""

from __future__ import annotations

import json
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from nianbao import Checker, PluginRegistry
from nianbao.submissions.plain_text import plain_text, turning_characters

if TYPE_CHECKING:
    from pathlib import Path

ON_REQUEST, PHONE = "overview.on_request", "lead.phone"
SENTENCE = "2024年，我局收到政府信息公开申请{}件，其中自然人申请47件、商业企业申请3件。"
IDENTITY = "11010519491231002X"
ARABIC = {
    *range(0x0600, 0x0606),
    0x06DD,
    0x070F,
    0x0890,
    0x0891,
    0x08E2,
    0x110BD,
    0x110CD,
    *range(0x13430, 0x13440),
}


@pytest.fixture
def document(form_folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((form_folder / "example.json").read_text("utf-8"))
    return found


def check(registry: PluginRegistry, document: dict[str, Any], **texts: str) -> Any:
    changed = {
        **document,
        "texts": {**document["texts"], **{key.replace("__", "."): each for key, each in texts.items()}},
    }
    return Checker(registry).check("a.json", json.dumps(changed).encode())


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u202e", "\u2066", "\u200d", "\ufe0f", "\u3164"]
)
def test_a_figure_with_an_unseen_character_is_the_figure(
    registry: PluginRegistry, document: dict[str, Any], unseen: str
) -> None:
    checked = check(registry, document, overview__on_request=SENTENCE.format(f"5{unseen}0"))
    assert [finding.code for finding in checked.findings if finding.field == ON_REQUEST] == []
    assert checked.submission is not None
    assert checked.submission.text(ON_REQUEST) == SENTENCE.format(50)


@pytest.mark.parametrize("figure", ["５０", "𝟓𝟎", "𝟱𝟬", "𝟻𝟶", "🯵🯰"])
def test_digits_of_other_widths_and_shapes_are_digits(
    registry: PluginRegistry, document: dict[str, Any], figure: str
) -> None:
    checked = check(registry, document, overview__on_request=SENTENCE.format(figure))
    assert [finding.code for finding in checked.findings if finding.field == ON_REQUEST] == []
    wrong = check(registry, document, overview__on_request=SENTENCE.format(figure[0] + figure))
    assert {finding.code for finding in wrong.findings if finding.field == ON_REQUEST}


@pytest.mark.parametrize("text", ["\u200b", "\ufeff\n\u2060", "\u00ad \u3000"])
def test_a_section_of_nothing_but_these_is_empty(
    registry: PluginRegistry, document: dict[str, Any], text: str
) -> None:
    texts = {field.replace(".", "__"): text for field in document["texts"] if field.startswith("problems.")}
    assert "SC101" in {finding.code for finding in check(registry, document, **texts).findings}


@pytest.mark.parametrize(
    "number",
    [IDENTITY, "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ".replace("Ｘ", "X"), "110105-19491231-002X",
     "1101 0519 4912 3100 2X", "110105\u200b19491231002X"],
)  # fmt: skip
def test_an_identity_number_in_any_clothes_is_one(
    registry: PluginRegistry, document: dict[str, Any], number: str
) -> None:
    checked = check(registry, document, overview__management=f"申请人身份证号为{number}，已核对。")
    assert "TX107" in {finding.code for finding in checked.findings if finding.field == "overview.management"}


def test_a_number_in_groups_that_is_none_is_no_identity_number(
    registry: PluginRegistry, document: dict[str, Any]
) -> None:
    checked = check(registry, document, overview__management="文号为110105 19491231 0021，已归档。")
    assert "TX107" not in {finding.code for finding in checked.findings}


def test_the_list_of_unseen_characters_is_unicodes() -> None:
    for code in range(0x20, sys.maxunicode + 1):
        character = chr(code)
        category, folded = unicodedata.category(character), unicodedata.normalize("NFKC", character)
        if category == "Nd" and folded in "0123456789":
            assert plain_text(character) == folded, hex(code)
        elif category == "Cf" and code not in ARABIC:
            assert plain_text(character) == "", hex(code)
        elif category in ("Lo", "Po", "Ps", "Pe", "Lu", "No"):
            assert plain_text(character) == ("" if code in (0x115F, 0x1160, 0x3164, 0xFFA0) else character), hex(
                code
            )


def test_marks_of_direction_are_named_once() -> None:
    assert turning_characters("a\u202eb\u202ec\u2066") == ("U+202E", "U+2066")
    assert turning_characters("a\u200bb") == ()
