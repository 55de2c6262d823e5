"""What people and programs do to a report's tables on the way to a page: each habit changes a page, in every shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.interpretation.layouts import Cell, Page, Rows

if TYPE_CHECKING:
    from collections.abc import Callable


def _tables(page: Page) -> list[Rows]:
    return [rows for _heading, _words, tables in page.sections for rows in tables]


def _each_label(page: Page, change: Callable[[str], str]) -> Page:
    for rows in _tables(page):
        for row in rows:
            row[:] = [cell if cell.field else cell._replace(text=change(cell.text)) for cell in row]
    return page


def _each_figure(page: Page, change: Callable[[str], str]) -> Page:
    for rows in _tables(page):
        for row in rows:
            row[:] = [cell._replace(text=change(cell.text)) if cell.field else cell for cell in row]
    return page


def as_it_is(page: Page) -> Page:
    return page


def numbers_with_commas(page: Page) -> Page:
    return _each_label(page, lambda text: re.sub(r"^([0-9])\.", r"\1、", text))


def numbers_without_points(page: Page) -> Page:
    return _each_label(page, lambda text: re.sub(r"^([0-9])\.", r"\1", text))


def half_brackets(page: Page) -> Page:
    return _each_label(page, lambda text: text.replace("（", "(").replace("）", ") "))


def lost_brackets(page: Page) -> Page:
    return _each_label(page, lambda text: re.sub(r"^（([一-七])）", r"\1)", text))


def words_over_lines(page: Page) -> Page:
    return _each_label(
        page, lambda text: text.replace("商业企业", "商业<br>企业").replace("尚未审结", "尚未<br>审结")
    )


def without_quotes(page: Page) -> Page:
    return _each_label(page, lambda text: text.replace("“", "").replace("”", ""))


def full_width(page: Page) -> Page:
    return _each_figure(
        page, lambda text: text.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    )


def thousands(page: Page) -> Page:
    return _each_figure(page, lambda text: f"{int(text):,}" if text.isdigit() else text)


def nought_as_a_stroke(page: Page) -> Page:
    return _each_figure(page, lambda text: "/" if text == "0" else text)


def units_behind_figures(page: Page) -> Page:
    for rows in _tables(page):
        for row in rows:
            row[:] = [
                cell._replace(text=cell.text + "件") if cell.field and not cell.field.endswith("amount") else cell
                for cell in row
            ]
    return page


def remarks_behind_figures(page: Page) -> Page:
    return _each_figure(page, lambda text: f"{text}（其中1件已公开）" if text not in ("", "0") else text)


def corner_left_out(page: Page) -> Page:
    return _each_label(page, lambda text: "" if text.startswith("（本列") else text)


def group_and_label_in_one_cell(page: Page) -> Page:
    rows = _tables(page)[1]
    group = ""
    for at, row in enumerate(rows):
        labels = [cell for cell in row if not cell.field and re.match(r"（[三四五六]）", cell.text)]
        if labels:
            group = labels[0].text
            place = row.index(labels[0])
            row[place : place + 2] = [Cell(group + row[place + 1].text, 2)]
        elif group and row and re.match(r"[0-9]\.", row[0].text):
            rows[at][0] = Cell(group + row[0].text, 2)
        elif row and not row[0].field:
            group = "" if at > 3 and "（七）" in "".join(cell.text for cell in row) else group
    return page


def notes_between_tables(page: Page) -> Page:
    sections = [
        (heading, [*words, "单位：件", "注：本表由办公室填写，共1份。"], tables)
        for heading, words, tables in page.sections
    ]
    return page._replace(sections=sections)


def table_over_two_pages(page: Page) -> Page:
    heading, words, (rows,) = page.sections[2]
    page.sections[2] = heading, words, [rows[:12], rows[12:]]
    return page


def table_over_pages_with_its_head_again(page: Page) -> Page:
    heading, words, (rows,) = page.sections[2]
    page.sections[2] = heading, words, [rows[:12], [list(row) for row in rows[:3]] + rows[12:]]
    return page


def leading_cells_lost_at_a_page_break(page: Page) -> Page:
    rows = _tables(page)[1]
    for row in rows[18:]:
        if row and not row[0].field and len(row) > 8:
            del row[0]
    return page


def table_four_in_two(page: Page) -> Page:
    heading, words, (rows,) = page.sections[3]
    names, blocks, columns, figures = rows
    first = [[names[0]], [cell._replace(rows=1) for cell in blocks[:5]], figures[:5]]
    second = [[names[1]], blocks[5:], columns, figures[5:]]
    page.sections[3] = heading, words, [first, second]
    return page


def table_four_in_three(page: Page) -> Page:
    heading, words, (rows,) = page.sections[3]
    names, blocks, columns, figures = rows
    parts = [[[names[0]], [cell._replace(rows=1) for cell in blocks[:5]], figures[:5]]]
    parts += [[[blocks[5 + at]], columns[5 * at : 5 * at + 5], figures[5 + 5 * at : 10 + 5 * at]] for at in (0, 1)]
    page.sections[3] = heading, words, parts
    return page


def table_two_in_four(page: Page) -> Page:
    heading, words, (rows,) = page.sections[1]
    page.sections[1] = heading, words, [rows[:4], rows[4:7], rows[7:11], rows[11:]]
    return page


def a_column_of_remarks(page: Page) -> Page:
    rows = _tables(page)[1]
    rows[0].append(Cell("备注", 1, 3))
    for row in rows[3:]:
        row.append(Cell("无误" if row is rows[3] else ""))
    return page


def a_row_of_subtotals(page: Page) -> Page:
    rows = _tables(page)[1]
    at = next(at for at, row in enumerate(rows) if any(cell.text.startswith("（四）无法") for cell in row))
    rows.insert(at, [Cell("小计", 2), *[Cell("9") for _column in range(7)]])
    for row in rows:
        row[:] = [cell._replace(rows=cell.rows + 1) if cell.text.startswith("三、") else cell for cell in row]
    return page


def spans_padded_at_the_right(page: Page) -> Page:
    for rows in _tables(page):
        width = max(sum(cell.columns for cell in row) for row in rows)
        for row in rows:
            row[:] = [cell._replace(columns=1, rows=1) for cell in row]
            row += [Cell("") for _missing in range(width - len(row))]
    return page


def total_first(page: Page) -> Page:
    rows = _tables(page)[1]
    rows[1].insert(0, rows[1].pop())
    for row in rows[3:]:
        at = next(x for x, cell in enumerate(row) if cell.field)
        row.insert(at, row.pop())
    return page


def headings_of_columns_mistyped(page: Page) -> Page:
    return _each_label(
        page, lambda text: text.replace("法律服务机构", "法律服务机关").replace("本年废止件数", "本年度止件数")
    )


def labels_cut(page: Page) -> Page:
    return _each_label(
        page,
        lambda text: text.replace("其他法律行政法规禁止公开", "其他法律行政止公开").replace(
            "行政规范性文件", "规范性文件"
        ),
    )


def longer_headings(page: Page) -> Page:
    names = ("", "", "三、收到和处理政府信息公开的申请情况", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
             "五、存在的主要问题及整改措施", "")  # fmt: skip
    sections = [
        (name or heading, words, tables)
        for name, (heading, words, tables) in zip(names, page.sections, strict=True)
    ]
    return page._replace(sections=sections)


def numbering_one_off(page: Page) -> Page:
    numerals = "二三四五六七"
    sections = [
        (numeral + heading[1:], words, tables)
        for numeral, (heading, words, tables) in zip(numerals, page.sections, strict=True)
    ]
    return page._replace(sections=sections)


def a_list_of_contents_in_front(page: Page) -> Page:
    return page._replace(lead=[*(heading for heading, _words, _tables in page.sections), *page.lead])


def a_menu_and_a_footer(page: Page) -> Page:
    heading, words, tables = page.sections[-1]
    page.sections[-1] = (
        heading,
        [*words, "示例县自然资源局", "2025年1月15日", "主办单位：示例县人民政府", "版权所有"],
        tables,
    )
    return page._replace(title=page.title, lead=page.lead)


HABITS: tuple[Callable[[Page], Page], ...] = (
    as_it_is, numbers_with_commas, numbers_without_points, half_brackets, lost_brackets, words_over_lines, without_quotes,
    full_width, thousands, nought_as_a_stroke, units_behind_figures, remarks_behind_figures, corner_left_out,
    group_and_label_in_one_cell, notes_between_tables, table_over_two_pages, table_over_pages_with_its_head_again,
    leading_cells_lost_at_a_page_break, table_four_in_two, table_four_in_three, table_two_in_four, a_column_of_remarks,
    a_row_of_subtotals, spans_padded_at_the_right, total_first, headings_of_columns_mistyped, labels_cut, longer_headings,
    numbering_one_off, a_list_of_contents_in_front, a_menu_and_a_footer,
)  # fmt: skip
