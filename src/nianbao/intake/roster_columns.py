"""The columns of a roster, each with the headers that offices write over it."""

from __future__ import annotations

from typing import Final

COLUMNS: Final = {
    "code": ("代码", "单位代码", "机构代码", "编号", "单位编号", "统一社会信用代码", "社会信用代码", "组织机构代码", "code"),
    "name": (
        "名称", "单位名称", "机构名称", "单位", "单位全称", "全称", "部门名称", "部门", "填报单位", "报送单位", "单位名称全称", "name",
    ),
    "short_name": ("简称", "单位简称", "short_name"),
    "kind": ("类别", "单位类别", "机构类别", "类型", "单位类型", "单位性质", "性质", "机构性质", "kind"),
    "aliases": ("别名", "曾用名", "原名", "原名称", "aliases"),
}  # fmt: skip
"""Of the agency itself."""
DETAILS: Final = {
    "parent": ("上级", "上级单位", "主管单位", "主管部门", "隶属"),
    "contact": ("联系人", "联系人员", "填报人", "经办人"),
    "phone": ("电话", "联系电话", "办公电话", "座机", "固定电话"),
    "mobile": ("手机", "手机号", "手机号码", "移动电话"),
    "address": ("地址", "办公地址", "单位地址"),
    "postcode": ("邮编", "邮政编码"),
    "website": ("网站栏目", "栏目", "网址", "公开栏目"),
    "publishes": ("是否单独发布", "单独发布"),
    "counts": ("是否计入汇总", "计入汇总"),
    "reported_by": ("由谁代报", "代报", "代报单位"),
    "extended_to": ("延期至", "延期", "延期到"),
    "former_codes": ("原代码", "原单位代码", "曾用代码"),
    "own": ("本级",),
}
"""Details of an agency besides name and code."""
