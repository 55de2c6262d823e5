"""Rosters: the agencies of a campaign, from a CSV or Excel list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nianbao.errors import UsageError
from nianbao.intake.small_tables import find_columns, read_table
from nianbao.language import Domain, listed
from nianbao.submissions.submission import Agency
from nianbao.submissions.submission_json import KINDS

if TYPE_CHECKING:
    from pathlib import Path

_ = Domain("nianbao")
_COLUMNS = {
    # The headings that offices write; remarks in brackets behind them do not count.
    "code": ("代码", "单位代码", "机构代码", "编号", "单位编号", "统一社会信用代码", "code"),
    "name": ("名称", "单位名称", "机构名称", "单位", "单位全称", "全称", "name"),
    "short_name": ("简称", "单位简称", "short_name"),
    "kind": ("类别", "单位类别", "机构类别", "类型", "kind"),
    "aliases": ("别名", "曾用名", "aliases"),
}
_KIND_WORDS = {
    "部委": "ministry",
    "省": "province",
    "市": "city",
    "县": "county",
    "区": "county",
    "县区": "county",
    "乡镇": "town",
    "镇": "town",
    "街道": "town",
    "部门": "department",
    "委办局": "department",
    "开发区": "zone",
    "园区": "zone",
    "功能区": "zone",
    "事业单位": "institution",
}


def read_roster(path: Path) -> list[Agency]:
    """Read a roster: a header row, then an agency a row; code and name, and what else it tells.

    CSV may be UTF-8 (with or without BOM) or GB 18030, parted by comma, semicolon or tab; codes keep
    their leading zeros. Raises :class:`UsageError` naming the row and what is wrong with it.
    """
    (_number, header), *rows = read_table(path)
    columns = _columns(path, header)
    agencies = [(number, _agency(path, number, row, columns)) for number, row in rows]
    if not agencies:
        raise UsageError(_("名单 {path} 只有表头，没有单位，请补上。", path=path))
    _refuse_twins(path, agencies)
    return [agency for _number, agency in agencies]


def _columns(path: Path, header: list[str]) -> dict[str, int]:
    found = find_columns(header, _COLUMNS)
    if "name" not in found:
        raise UsageError(
            _("名单 {path} 的第一行没有“单位名称”一列（现有：{header}）。", path=path, header=listed(header))
        )
    return found


def _agency(path: Path, number: int, row: list[str], columns: dict[str, int]) -> Agency:
    value = {key: row[index] if index < len(row) else "" for key, index in columns.items()}
    if not value["name"]:
        raise UsageError(_("名单 {path} 第 {row} 行没有单位名称。", path=path, row=number))
    kind = _KIND_WORDS.get(value.get("kind", ""), value.get("kind", ""))
    if kind and kind not in KINDS:
        raise UsageError(
            _(
                "名单 {path} 第 {row} 行的类别“{kind}”认不出，可用的有：{kinds}。",
                path=path,
                row=number,
                kind=kind,
                kinds=listed(_KIND_WORDS),
            )
        )
    return Agency(
        name=value["name"],
        code=value.get("code") or None,
        kind=kind or None,
        short_name=value.get("short_name") or None,
        aliases=tuple(filter(None, re.split(r"[、;；,，]", value.get("aliases", "")))),
    )


def _refuse_twins(path: Path, agencies: list[tuple[int, Agency]]) -> None:
    for words, attribute in ((_("代码"), "code"), (_("名称"), "name")):
        first: dict[str, int] = {}
        for number, agency in agencies:
            key = getattr(agency, attribute)
            if key is not None and first.setdefault(key, number) != number:
                raise UsageError(
                    _(
                        "名单 {path} 第 {row} 行的{words}“{key}”与第 {first} 行相同，请改正其中一行。",
                        path=path,
                        row=number,
                        words=words,
                        key=key,
                        first=first[key],
                    )
                )
