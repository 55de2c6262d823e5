from __future__ import annotations

from nianbao.interpretation.expected import expected_tables
from tests.interpretation.reports import FORM, registry


def test_rows_and_columns_come_from_the_form() -> None:
    disclosure, requests, disputes = expected_tables(registry().form_folders[FORM].form)
    assert [len(table.rows) for table in (disclosure, requests, disputes)] == [6, 25, 1]
    assert (disclosure.width, requests.width, disputes.width) == (4, 10, 15)
    assert [len(row.fields) for row in disclosure.rows] == [3, 3, 1, 1, 1, 1]
    assert not disputes.labelled
    assert disputes.rows[0].columns[-1].groups == ("行政诉讼", "复议后起诉")


def test_a_label_that_is_a_columns_too_is_common() -> None:
    rows = expected_tables(registry().form_folders[FORM].form)[1].rows
    assert {row.label for row in rows if row.common} == {"3.其他", "（七）总计"}


def test_a_row_is_known_by_its_own_label_and_behind_those_of_its_groups() -> None:
    rows = expected_tables(registry().form_folders[FORM].form)[1].rows
    assert {"属于国家秘密", "不予公开属于国家秘密"} <= rows[4].exact
    assert "部分公开" in rows[3].exact
    assert [row.own_labels for row in rows[:6]] == [1, 1, 2, 1, 2, 1]
