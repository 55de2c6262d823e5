"""Other formats give the same submission, are located by labels alone, and never raise."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nianbao import CheckedFile

from .base import checked, same_as_original
from .other_formats import MAKERS, Page, old_workbook, pages, with_value

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLE = "三依申请公开"
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def codes(read: CheckedFile) -> list[str]:
    return [finding.code for finding in read.findings]


def renamed(old: str, new: str) -> tuple[Page, ...]:
    return tuple(Page(new if page.name == old else page.name, page.visible, page.cells) for page in pages())


def with_row_inserted(sheet: str, at: int) -> tuple[Page, ...]:
    return tuple(
        Page(
            page.name,
            page.visible,
            {(row + (page.name == sheet and row >= at), column): v for (row, column), v in page.cells.items()},
        )
        for page in pages()
    )


@pytest.mark.parametrize("name", [*MAKERS, "填报.et", "填报.xlsx"])
def test_the_same_submission_whatever_the_format(name: str) -> None:
    read = checked(MAKERS.get(name, old_workbook)(None), name)
    assert codes(read) == ["RD104"]
    assert same_as_original(read)
    assert read.verdict == "passed"


@pytest.mark.parametrize("name", MAKERS)
def test_the_message_says_which_format_and_asks_for_xlsx(name: str) -> None:
    message = str(checked(MAKERS[name](None), name).findings[0].message)
    assert name.removeprefix("填报") in message
    assert "无法确认" in message
    assert "另存为" in message
    assert ".xlsx" in message


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        (lambda: with_value(TABLE, (9, 1), "（三）予以公开"), "LT202"),
        (lambda: with_row_inserted(TABLE, 8), "LT202"),
        (lambda: with_row_inserted("一总体情况", 5), "LT202"),
        (lambda: renamed(TABLE, "Sheet5"), "LT201"),
        (lambda: renamed("_meta", "Sheet11"), "LT101"),
        (lambda: with_value("封面", (3, 1), "别的单位"), "LT209"),
    ],
    ids=["label", "row", "row among texts", "sheet", "stamp", "cover"],
)
def test_a_figure_is_never_read_from_a_cell_that_may_not_be_its_own(name: str, sheets: object, code: str) -> None:
    assert callable(sheets)
    read = checked(MAKERS[name](sheets()), name)
    assert code in codes(read)
    assert read.submission is None


@pytest.mark.parametrize("name", MAKERS)
def test_what_stands_outside_the_form_is_told(name: str) -> None:
    read = checked(MAKERS[name](with_value(TABLE, (40, 2), "请注意")), name)
    assert codes(read) == ["RD104", "LT208"]
    assert same_as_original(read)


@pytest.mark.parametrize("value", [1.5, 0.1 + 0.2, True, "约10", "３件", "1,234", 12.0, 1e15, 1e300, -3.0])
def test_a_value_is_understood_alike_in_every_format(value: float | bool | str) -> None:
    field = "requests.received.natural_person"
    answers = set()
    for name, make in MAKERS.items():
        read = checked(make(with_value(TABLE, (5, 3), value)), name)
        assert read.submission is not None
        answer = read.submission.answer(field)
        answers.add((answer.state, answer.value, str(answer.raw)))
    assert len(answers) == 1


@pytest.mark.parametrize("length", [8, 511, 512, 1024, 1536, 4096, 20_000, 40_000])
def test_an_old_workbook_that_breaks_off_is_refused(length: int) -> None:
    assert codes(checked(old_workbook()[:length], "填报.xls")) in (["RD101"], ["RD103"])


@FEW
@given(st.binary(max_size=6000), st.booleans())
def test_noise_behind_the_mark_of_the_old_format_is_refused(noise: bytes, named: bool) -> None:
    words = "Workbook".encode("utf-16-le") if named else b""
    assert codes(checked(OLE + noise + words, "填报.xls")) in (["RD101"], ["RD103"])


@FEW
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_an_old_workbook_with_bytes_changed_never_raises(seed: int, count: int) -> None:
    chance, data = random.Random(seed), bytearray(old_workbook())
    for _change in range(count):
        data[chance.randrange(8, 6000)] = chance.randrange(256)
    read = checked(bytes(data), "填报.xls")
    assert codes(read)[0] in ("RD101", "RD102", "RD103", "RD104", "LT101", "LT103", "LT201")
