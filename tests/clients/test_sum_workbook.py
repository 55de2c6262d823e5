"""汇总表 reckoned again by a real LibreOffice: its formulas come to the sums that we state."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from nianbao import Agency
from nianbao.campaigns.consolidation.contribution import Contribution
from nianbao.campaigns.consolidation.district_sum import consolidate
from nianbao.campaigns.consolidation.sum_workbook import sum_workbook
from nianbao.cells import address
from nianbao.submissions.submission import figure_text

from .libreoffice import Job, Office, step

if TYPE_CHECKING:
    from pathlib import Path

    from .samples import Samples

pytestmark = pytest.mark.libreoffice
UNITS = 12
MONEY = "disclosure.administrative_fees.amount"


def test_libreoffice_comes_to_the_same_sums(office: Office, samples: Samples, tmp_path: Path) -> None:
    submissions = [
        samples.submission(values={**samples.balanced(random.Random(n)), MONEY: f"{n}.{n:02}"})
        for n in range(UNITS)
    ]
    parts = [
        Contribution(agency=Agency(name=f"单位{n}", code=f"U{n:02}"), submission=each, path=f"{n}.xlsx", sha256="0" * 64,
                     parent="U03" if n % 3 == 0 and n != 3 else "")
        for n, each in enumerate(submissions)
    ]  # fmt: skip
    district = consolidate(submissions[0].form, submissions[0].year, Agency(name="样例区"), parts)
    file = tmp_path / "sums.xlsx"
    file.write_bytes(sum_workbook(district))
    expected: list[tuple[list[str], str]] = []
    overview = 1
    for table in district.form.tables:
        sheet = district.form.section_of_table[table.id].sheet
        sheet = sheet if len(district.form.section_of_table[table.id].tables) == 1 else table.name
        for column, field in enumerate(table.fields):
            for row, level in enumerate(district.levels, 2):
                if (figure := level.sums[field.id]) is not None:
                    expected.append(([sheet, address((row, 2 + column))], figure_text(figure)))
            if (figure := district.whole.sums[field.id]) is not None:
                expected.append((["总览", address((overview, 3))], figure_text(figure)))
            overview += 1
    (shown,) = office.run(
        [Job(file, (step("calculate"), step("read", cells=[cell for cell, _figure in expected])))]
    )
    assert len(expected) > 400
    assert shown[-1] == [figure for _cell, figure in expected]
