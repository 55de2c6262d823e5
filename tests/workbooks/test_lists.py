"""Small Excel lists: every text written as text, and read as it was written."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao import UnreadableError
from nianbao.workbooks.lists import read_list, write_list

TEXTS = st.one_of(
    st.sampled_from(
        ["=1+1", "+86", "-3", "@某", "007", "http://a.cn", "_x0041_", "{=A1}", "mailto:a@b.cn", "TRUE", "1e5"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), max_size=12),
)


@settings(max_examples=15)
@given(st.lists(st.tuples(TEXTS, st.integers(0, 10**9)), min_size=1, max_size=5))
def test_what_is_written_is_read(rows: list[tuple[str, int]]) -> None:
    found = read_list(write_list("名单", ["名称", "数量"], rows))
    assert (found[0].number, found[0].cells) == (1, ["名称", "数量"])
    assert [(row.number, row.cells) for row in found[1:]] == [
        (number, [text.strip(), str(count)]) for number, (text, count) in enumerate(rows, 2)
    ]


def test_a_text_that_looks_like_a_formula_is_none() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_list("名单", ["名称"], [["=1+1"], ["007"]]))).worksheets[0]
    assert [(cell.value, cell.data_type) for cell in sheet["A"]] == [("名称", "s"), ("=1+1", "s"), ("007", "s")]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:A3"


def test_the_same_rows_give_the_same_bytes() -> None:
    assert write_list("名单", ["名称"], [["甲"]]) == write_list("名单", ["名称"], [["甲"]])


def test_an_empty_sheet_and_what_is_no_workbook_are_refused() -> None:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    for data in (stream.getvalue(), b"PK\x03\x04"):
        with pytest.raises(UnreadableError):
            read_list(data)
