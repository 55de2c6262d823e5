"""The texts of an office's letters, messages and notices, and the templates that an office may edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nianbao.language import Domain
from nianbao.reports.letter import make_letter_template, render_letter

if TYPE_CHECKING:
    import datetime

    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.returns.progress import Progress
    from nianbao.campaigns.states.facts import Block
    from nianbao.campaigns.units import Unit

_ = Domain("nianbao")
TEMPLATES = "模板"
RETURN_LETTER, REMINDER, NOTICE = "退回修改函.docx", "催报函.docx", "填报通知.docx"
LONGEST_MESSAGE = 200
_ROWS = (("序号", "{{ item.number }}"), ("位置和问题", "{{ item.words }}"), ("怎么改", "{{ item.remedy }}"))
_LETTERS = {
    RETURN_LETTER: (
        ("title", "关于退回修改{{ year }}年度政府信息公开工作年度报告的函"),
        ("heading", "{{ unit }}："),
        ("body", ("你单位报送的{{ year }}年度政府信息公开工作年度报告表格（第{{ round }}轮）已经校核，有{{ count }}处需要修改或说明，列在下面。"
                 "请在随函退回的表格里改（原来填对的数字和文字都还在，不必重填），改好后按原渠道报回{{ deadline }}。")),
        ("body", "{{ explain }}{{ progress }}"),
        ("table", ""),
        ("right", "{{ office }}"),
        ("right", "{{ date }}"),
        ("small", "联系方式：{{ contact }}　　台账：{{ head }}"),
    ),
    REMINDER: (
        ("title", "关于催报{{ year }}年度政府信息公开工作年度报告的函"),
        ("heading", "{{ unit }}："),
        ("body", "{{ words }}"),
        ("right", "{{ office }}"),
        ("right", "{{ date }}"),
        ("small", "联系方式：{{ contact }}　　台账：{{ head }}"),
    ),
    NOTICE: (
        ("title", "关于填报{{ year }}年度政府信息公开工作年度报告的通知"),
        ("heading", "各有关单位："),
        ("body", ("按照《中华人民共和国政府信息公开条例》第五十条，请填报{{ year }}年度政府信息公开工作年度报告。表格已按单位做好，共{{ count }}份，"
                 "单位名称和年度已经填好，只填浅黄色的格子；每个格子有填写提示，表下方会显示是否平衡。")),
        ("body", ("请于{{ deadline }}前把填好的表格（Excel 文件，不必打印盖章，不要另存为 PDF）报回。文字部分须经本单位审核和保密审查，"
                 "不得填写国家秘密和个人信息。")),
        ("body", "填报中的问题，请与我们联系。"),
        ("right", "{{ office }}"),
        ("right", "{{ date }}"),
        ("small", "联系方式：{{ contact }}"),
    ),
}  # fmt: skip


def letter_template(name: str) -> bytes:
    """Return the built-in template of a letter as .docx bytes."""
    lines = _LETTERS[name]
    return make_letter_template(lines, _ROWS if any(kind == "table" for kind, _text in lines) else ())


def letter(campaign: Campaign, name: str, values: dict[str, Any]) -> bytes:
    """Return a letter as .docx bytes, from the office's template in the folder 模板 or the built-in one."""
    office_template = campaign.folder.root / TEMPLATES / name
    data = office_template.read_bytes() if office_template.is_file() else letter_template(name)
    keys = campaign.office.campaign
    shared = {
        "year": campaign.year,
        "office": keys.office or "（主管部门）",
        "contact": keys.contact or "-",
        "date": chinese_date(campaign.today),
        "head": campaign.ledger.short_head,
    }
    return render_letter(data, name, {**shared, **values}, name.rpartition(".")[0])


def chinese_date(day: datetime.date) -> str:
    """Return a date as written in Chinese letters."""
    return f"{day.year}年{day.month}月{day.day}日"


def return_letter(
    campaign: Campaign, unit: Unit, blocks: tuple[Block, ...], progress: Progress, number: int, reason: str = ""
) -> bytes:
    """Return the letter that accompanies a returned workbook: each finding with its remedy."""
    to_explain = any(block.severity == "verify" for block in blocks)
    explain = (
        "情况属实、不必改的，在表格“核实说明”页对应的一行写明理由即可。"
        if to_explain
        else "改好后请再核对一遍合计。"
    )
    deadline = unit.entry.extended_to or campaign.office.campaign.deadline
    items = [
        {"number": index, "words": f"{block.place} {block.words}".strip(), "remedy": block.remedy}
        for index, block in enumerate(blocks, 1)
    ]
    if reason:
        items.append({"number": len(items) + 1, "words": f"主管部门意见：{reason}", "remedy": "请按意见修改。"})
    values = {
        "unit": unit.name,
        "round": number,
        "count": len(items),
        "deadline": f"，截止{chinese_date(deadline)}" if deadline is not None else "",
        "explain": explain,
        "progress": progress_words(progress),
        "items": items,
    }
    return letter(campaign, RETURN_LETTER, values)


def progress_words(progress: Progress) -> str:
    """Return the progress since the last answer as text; empty in the first round."""
    parts = []
    for count, phrase in (
        (len(progress.fixed), "已改好{}处"),
        (len(progress.still), "仍未改{}处"),
        (len(progress.new), "新出现{}处"),
        (len(progress.back), "又出现{}处"),
    ):
        if count:
            parts.append(phrase.format(count))
    text = f"与上一轮相比：{'，'.join(parts)}。" if parts else ""
    if progress.unasked:
        text += f"另有{len(progress.unasked)}处没有要求改的数字或文字也变了，请核对。"
    return text


def message(campaign: Campaign, unit: Unit, count: int, *, to_explain: int = 0) -> str:
    """Return a text message of at most 200 characters, which contains no figure of the report."""
    keys = campaign.office.campaign
    deadline = unit.entry.extended_to or keys.deadline
    parts = [f"{unit.name}：{campaign.year}年度政府信息公开年报已校核，有{count}处需要修改或说明"]
    if to_explain:
        parts.append(f"（其中{to_explain}处可以只写说明）")
    parts.append("，退回的表格里已逐格标出，请改好报回")
    parts.append(f"，{deadline.month}月{deadline.day}日截止。" if deadline is not None else "。")
    parts.append(f"{keys.office}{' ' + keys.contact if keys.contact else ''}")
    text = "".join(parts)
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 1] + "…"
