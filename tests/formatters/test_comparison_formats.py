from __future__ import annotations

import json

from lxml import html

from nianbao.checks.comparison import Comparison, FigureDifference, SentenceDifference
from nianbao.formatters.comparison_formats import comparison_html, comparison_json, comparison_text

NAMES = "甲.xlsx", "乙<b>.html"
SAME = Comparison(identity=(), figures=(), sentences=())
DIFFERENT = Comparison(
    identity=(("year", "2024", "2023"),),
    figures=(FigureDifference(field="a.b", words="表三 一", first="3", second=""),),
    sentences=(SentenceDifference(section="", only_in=2, text="多出一句。"),),
)


def test_each_format_tells_everything_that_differs() -> None:
    text = comparison_text(DIFFERENT, NAMES)
    page = html.fromstring(comparison_html(DIFFERENT, NAMES).decode()).text_content()
    for words in ("2023", "表三 一", "空白", "多出一句。", "乙<b>.html"):
        assert words in text
        assert words in page
    assert json.loads(comparison_json(DIFFERENT, NAMES)) == {
        "schema": 1,
        "files": list(NAMES),
        "same": False,
        "identity": [{"what": "year", "first": "2024", "second": "2023"}],
        "figures": [{"field": "a.b", "words": "表三 一", "first": "3", "second": None}],
        "sentences": [{"section": None, "only_in": 2, "text": "多出一句。"}],
    }


def test_nothing_different_is_said_too() -> None:
    assert "都相同" in comparison_text(SAME, NAMES)
    assert "都相同" in comparison_html(SAME, NAMES).decode()
    assert json.loads(comparison_json(SAME, NAMES))["same"] is True
