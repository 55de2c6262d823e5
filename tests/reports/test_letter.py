"""Letters from templates: the same bytes from the same input, text that is text, faults with the template's name."""

from __future__ import annotations

import io

import docx
import pytest

from nianbao.errors import TemplateError
from nianbao.reports.letter import make_letter_template, render_letter

LINES = (("title", "关于{{ matter }}的函"), ("body", "请于{{ day }}前报回。"), ("table", ""))
ROWS = (("序号", "{{ item.number }}"), ("问题", "{{ item.words }}"))


def test_a_row_for_each_item_and_no_markup_from_values() -> None:
    template = make_letter_template(LINES, ROWS)
    items = [{"number": 1, "words": "合计 < 各项 & 不平"}, {"number": 2, "words": "{{ evil }}"}]
    values = {"matter": "催报", "day": "1月15日", "items": items}
    made = render_letter(template, "函.docx", values, "函")
    assert made == render_letter(template, "函.docx", values, "函")
    document = docx.Document(io.BytesIO(made))
    assert document.paragraphs[0].text == "关于催报的函"
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["序号", "问题"], ["1", "合计 < 各项 & 不平"], ["2", "{{ evil }}"],
    ]  # fmt: skip


@pytest.mark.parametrize("template", [b"no document", make_letter_template((("body", "{{ unknown }}"),))])
def test_a_template_that_cannot_be_used_is_named(template: bytes) -> None:
    with pytest.raises(TemplateError, match=r"函\.docx"):
        render_letter(template, "函.docx", {}, "函")
