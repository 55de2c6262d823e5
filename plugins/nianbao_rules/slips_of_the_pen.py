"""TX113, TX114: words written twice, and figures left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao import CheckContext, Domain, Finding, rule
from nianbao_rules.hygiene import published_texts
from nianbao_rules.texts import HAN

_ = Domain("nianbao_rules")
_DOUBLED = rf"(?P<word>{HAN}{{2,6}})(?P=word)"
_NUMERALS = "〇零○一二两三四五六七八九十百千万几数半"
_REDUPLICATED = "研究 讨论 学习 商量 考虑 了解 介绍 交流 打听 彼此 哈哈 越来 渐渐"
"""Words whose doubled form is a word of its own."""
_TWO_WORDS = (
    "规范 公开 申请 工作 管理 监督 组织 中心 报告 办理 审核 服务 建设 教育 发展 会议 "
    "代表 指导 保障 登记 执法 检查 统计 审计 宣传 培训 考核 处理 处罚 许可 发布 解读 "
    "更新 答复 收费 规划 评估 调研 安全 应急 救助 审批 交易 采购 招标 招生 就业 投诉 "
    "举报 信访 复议 诉讼 备案 归集 整改 完善 创新 改革 预算 决算 部门 单位 机构 领导 "
    "社区 信息 数据 项目 企业 农村 交通 卫生 文化 环境 旅游 科技 经济 社会 人才 土地 "
    "财政 市场 住房 水利 林业 农业 民政 司法 审查 保密 网络 技术 城市 村民 居民 行政 "
    "业务 综合 基层 学校 医院 街区 园区 县区 公共 资源 政务 合作 治理 执行 协调 联络 "
    "值班 招商 投资"
)
"""Words that end one word and begin the next: 规范｜规范性文件, 公开｜公开指南, 中心｜中心组, 大数据｜数据局."""
_GOVERNMENT = r"政府(?:信息|网|工作|采购|购买|规章|公报|门户|部门|数据|投资|常务|办|职能|债|机关|文件|会议|开放|热线|服务|系统|公开|信箱|预算|性|层面|领导|各)"
_ENDS = r"(?=[^\w]|$|\d|的|了|等|和|与|及|并|或)"
_BODY = r"(?:局|站|所|中心|部|委|厅|办公室|馆|院|公司|集团|大队|支队|学校)"
"""A body named after a trade may follow the name of the trade: 轨道交通｜交通局."""
_PLACE = (
    rf"(?P<place>{HAN}{{1,6}}?(?:(?P<level>[镇乡县区市局])(?P=level)|街道街道))"
    r"(?=人民政府|办事处|管委会|20[0-9]{2}|[，。；：、）\s]|$|按照|根据|严格|认真|积极|主动|坚持|通过|始终|深入|高度|依托|公开(?!栏)|收到|未)"
)
_VERB = (
    r"(?:公开|收到|受理|办结|办理|答复|发布|承办|制发|作出|更新|推送|回应|举办|召开|组织|开展|收取|接待|接受|回复)"
)
_LINE_END = r"(?=[，。；、！）),;.\s]|$)"
_MEASURE = r"(?:条|件|次|篇|份|期|场|人次|个|项|家|例|万?元)"
_LEFT_OUT = (
    rf"(?:共计|总计|累计|合计|(?<!公)共)(?:为|约|达)?{_MEASURE}{_LINE_END}|"
    rf"(?:共|累计|总计|合计|全年){_VERB}(?:了|各类|政府|政务|信息|处理|费|动态|公开|类|申请|决定|文件|建议|提案|培训|活动|主动|咨询|来访|群众){{0,6}}"
    rf"{_MEASURE}{_LINE_END}|"
    rf"(?:共|累计|全年共?|本年度?)(?:主动)?公开(?:政府|政务)?(?:信息)?条{_LINE_END}|"
    rf"(?:公开|发布|推送|更新)(?:各类)?(?:政府|政务)?(?:信息|动态|消息)(?:条|篇){_LINE_END}|"
    rf"(?:举办|召开|组织|开展)(?:了|业务|专题|公开|政务|学习)*(?:培训|会议|活动|检查|座谈)(?:会|班)?(?:次|场|期){_LINE_END}|"
    r"〔(?:20[0-9]{2})?〕\s*号|[（(\[]20[0-9]{2}[）)\]]\s*号|第(?:条|款|号令)(?=[^\w]|的|规定|第|$)|"
    rf"(?:率|占比?|比重|增长|下降)(?:均|都)?(?:达到?|为|了)?\s*[%％]|(?:费|金额|共计|合计)(?:为|共)?万?元{_LINE_END}"
)


def _doubled(text: str) -> str | None:
    """Return the first word that a text has twice in a row, as written.

    What can be two adjacent words counts only if the second one ends there: 规范规范性文件 is right, 规范规范，not.
    """
    for match in re.finditer(_DOUBLED, text):
        word = match["word"]
        if (
            word[0] in _NUMERALS
            or len(set(word)) == 1
            or set(word) <= set(_NUMERALS)
            or word in _REDUPLICATED.split()
        ):
            continue
        second = text[match.end() - len(word) :]
        if re.match(_BODY, second[len(word) :]) or re.match(_GOVERNMENT, second):
            continue
        if word not in _TWO_WORDS.split() or re.match(_ENDS, text[match.end() :]):
            return match[0]
    place = re.search(_PLACE, text)
    return place["place"] if place else None


@rule("TX113")
def word_doubled(context: CheckContext) -> Iterator[Finding]:
    """Find a word or the name of a place written twice in a row."""
    for field, text in published_texts(context):
        doubled = _doubled(text)
        if doubled is not None:
            yield context.finding(_("“{doubled}”中有重复的字词。", doubled=doubled), field=field)


@rule("TX114")
def figure_left_out(context: CheckContext) -> Iterator[Finding]:
    """Find a measure word, % or 号 whose figure was left out."""
    for field, text in published_texts(context):
        omission = next((match for line in text.split("\n") if (match := re.search(_LEFT_OUT, line))), None)
        if omission:
            yield context.finding(_("“{found}”处漏写了数字。", found=omission[0].strip()), field=field)
