"""Prose as Markdown: what is written shows as it is written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.reports.markdown import markdown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# 标题", r"\# 标题"), ("1. 第一", r"1\. 第一"), ("12) 第二", r"12\) 第二"), ("- 项", r"\- 项"), ("  + 项", r"  \+ 项"),
        ("a*b_c", r"a\*b\_c"), ("<b>", r"\<b\>"), ("a|b", r"a\|b"), ("[甲](http://x)", r"\[甲\](http://x)"),
        ("普通文字。", "普通文字。"), ("2024年1月", "2024年1月"), ("1.5倍", r"1\.5倍"), ("", ""),
    ],
)  # fmt: skip
def test_prose_is_escaped_for_markdown(text: str, shown: str) -> None:
    assert markdown(text) == shown


@given(st.text(st.sampled_from("甲1.)#+-*_[]<>~|`\\ \n"), max_size=20))
def test_taking_the_escapes_away_gives_the_text_again(text: str) -> None:
    escaped = markdown(text)
    assert re.sub(r"\\(.)", r"\1", escaped, flags=re.S) == text
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`<\[|~]", escaped)
