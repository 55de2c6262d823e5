from __future__ import annotations

import time

import pytest

from nianbao.errors import UnreadableError
from nianbao.published.blocks import Document, Paragraph, Shape, Table
from nianbao.published.html_reader import read_html


def read(body: str) -> Document:
    return read_html(f"<html><body>{body}</body></html>".encode())


def cells(body: str) -> list[list[str]]:
    found = next(block for block in read(body).blocks if isinstance(block, Table))
    return [[each.text for each in row.cells] for row in found.rows]


def words(body: str) -> list[str]:
    return [block.text for block in read(body).blocks if isinstance(block, Paragraph)]


def test_inline_pieces_of_a_figure_are_joined_with_nothing() -> None:
    assert cells("<table><tr><td><span><font>20</font></span><span>23</span></td></tr></table>") == [["2023"]]


def test_blocks_in_a_cell_are_lines() -> None:
    assert cells("<table><tr><td><p>商业</p><p>企业</p></td><td>5<br>3</td></tr></table>") == [
        ["商业\n企业", "5\n3"]
    ]


@pytest.mark.parametrize("tag", ["s", "del", "sup"])
def test_struck_and_raised_digits_are_no_part_of_a_figure(tag: str) -> None:
    assert cells(f"<table><tr><td><{tag}>4</{tag}>2</td></tr></table>") not in ([["42"]], [["2"]], [["4"]])


def test_what_is_not_shown_is_not_read() -> None:
    hidden = "<div style='display: none'>藏</div><script>x</script><nav>菜单</nav><p hidden>藏</p>"
    assert words(f"{hidden}<p>正文</p>") == ["正文"]


def test_a_table_in_a_table_and_one_with_prose_are_layout() -> None:
    inner = "<table><tr><td>规章</td><td>3</td></tr></table>"
    assert cells(f"<table><tr><td>{inner}</td></tr></table>") == [["规章", "3"]]
    assert len(words(f"<table><tr><td><p>{'文' * 300}</p><p>{'字' * 300}</p></td></tr></table>")) == 2


def test_a_second_head_inside_the_body_hides_nothing() -> None:
    assert "正文" in words("<head><meta charset=gbk><title>题</title></head><p>正文</p>")


def test_lost_spans_are_no_exact_table() -> None:
    body = "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>"
    assert next(block for block in read(body).blocks if isinstance(block, Table)).shape is Shape.ROWS


def test_a_figure_with_a_chart_is_left_out_and_one_with_a_table_is_not() -> None:
    assert words("<figure><figcaption>图</figcaption><svg></svg></figure>") == []
    assert cells("<figure><table><tr><td>规章</td></tr></table></figure>") == [["规章"]]


def test_hostile_pages_are_refused_or_read_at_once() -> None:
    started = time.process_time()
    with pytest.raises(UnreadableError):
        read("<div>" * 1_000_000)
    with pytest.raises(UnreadableError):
        read("<table><tr>" + "<td>" * 1_000_000)
    assert read("<div>" * 100_000 + "x").blocks is not None
    assert cells("<table><tr><td colspan=100000000 rowspan=100000000>1</td></tr></table>") == [["1"]]
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    "part",
    [
        '<span style="vertical-align:super">1</span>', '<span style="mso-text-raise:4pt">1</span>',
        '<a href="#n"><small>1</small></a>', '<span style="display:block">1</span>', '<img src="x">1',
        '<span style="float:right">1</span>',
    ],
)  # fmt: skip
def test_a_digit_set_apart_by_a_style_is_no_part_of_the_figure(part: str) -> None:
    assert cells(f"<table><tr><td>4{part}</td></tr></table>") not in ([["41"]], [["1"]])


@pytest.mark.parametrize("style", ["opacity:0", "font-size:0", "position:absolute;left:-9999px"])
def test_a_digit_that_nobody_sees_is_not_read(style: str) -> None:
    assert cells(f'<table><tr><td>4<span style="{style}">1</span></td></tr></table>') == [["4"]]


def test_rows_of_a_hidden_group_are_not_read() -> None:
    body = (
        '<table><tbody style="display:none"><tr><td>1</td></tr></tbody><tbody><tr><td>2</td></tr></tbody></table>'
    )
    assert cells(body) == [["2"]]


def test_line_ends_are_kept_where_a_browser_shows_them() -> None:
    assert words("<pre>一、总体情况\n全年公开。</pre>") == ["一、总体情况", "全年公开。"]
    assert words('<div style="white-space:pre-wrap">甲\n乙</div>') == ["甲", "乙"]
