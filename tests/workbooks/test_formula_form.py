"""Formulas that say the same, however they are spelled; and those that do not."""

from __future__ import annotations

import re

import pytest

from nianbao import layout_for
from nianbao.workbooks.formula_form import canonical, same_formula
from nianbao.workbooks.live_checks import Formulas
from tests.corpus.base import base_workbook, checked, original, same_as_original
from tests.corpus.damage import REQUESTS, at
from tests.corpus.rewriting import in_every_sheet, with_formula


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('="差 "&(SUM(A1)-SUM(B1))', '="差 "&SUM(A1)-SUM(B1)'),
        ("=IF(A1=0,1,2)", "=IF((A1=0),(1),2)"),
        ("=A1+B1*2", "=(A1+(B1*2))"),
        ("=SUM('甲 乙'!$A$1:$B$2)", "=sum( 甲 乙!A1:B2 )"),
        ("=IF(A1,FALSE,TRUE)", "=IF(A1,FALSE(),TRUE())"),
        ("=-A1^2", "=(-A1)^2"),
        ('=IF(A1="是",0,"")', '=IF((A1)="是",0,"")'),
        ("=A1-B1-C1", "=(A1-B1)-C1"),
    ],
)
def test_brackets_without_need_do_not_count(one: str, other: str) -> None:
    assert same_formula(one, other.replace("甲 乙!", "'甲 乙'!"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("=A1-(B1-C1)", "=A1-B1-C1"),
        ("=(A1+B1)*2", "=A1+B1*2"),
        ("=SUM(A1,B1)", "=SUM(B1,A1)"),
        ('="差 "&A1', '="差"&A1'),
        ("=A1", "=A2"),
        ("=A1:B2", "=A1"),
        ("=SUM(A1)", "=SUM(A1"),
        ("=A1{1}", "=A1{1}"),
        ("=" + "(" * 500 + "1" + ")" * 500, "=1"),
    ],
)
def test_another_formula_is_another(one: str, other: str) -> None:
    assert not same_formula(one, other)


def test_every_formula_of_the_workbook_is_read() -> None:
    formulas = [each for sheet in Formulas(layout_for(original())).all().values() for each in sheet.values()]
    assert len(formulas) > 50
    assert all(canonical(formula) for formula in formulas)


def test_a_formula_that_names_its_own_sheet_is_the_same() -> None:
    total = at("requests.received.total")
    formula = Formulas(layout_for(original())).total("requests.received.total")[1:]
    spelled = re.sub(r"(?<![!A-Z$:])([A-Z]+[0-9]+:[A-Z]+[0-9]+)", rf"'{REQUESTS}'!\1", formula)
    assert spelled != formula
    read = checked(with_formula(base_workbook(), REQUESTS, total, spelled, "50"))
    assert [finding.code for finding in read.findings] == []


def test_a_workbook_whose_live_checks_lost_needless_brackets_is_read() -> None:
    def change(xml: str) -> str:
        return re.sub(r"&amp;\((SUM\([^()]*\)-SUM\([^()]*\))\)", r"&amp;\1", xml)

    data = in_every_sheet(base_workbook(), change)
    assert data != base_workbook()
    read = checked(data)
    assert [finding.code for finding in read.findings] == []
    assert same_as_original(read)
