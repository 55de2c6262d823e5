"""SM101 over whole sets: who copied, whether two or all did, in long texts or in short ones, and what is no copying.

Sets were written before the rule; every other one stayed closed until it was done.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from nianbao import SubmissionSet, check
from nianbao.findings.fault import Overlay
from nianbao.testing import overlaid

if TYPE_CHECKING:
    from nianbao import PluginRegistry

FORM = "zfxxgk-2021"
Texts = dict[str, str]
PF, ON, MG, PL, SU = (
    f"overview.{aspect}" for aspect in ("proactive", "on_request", "management", "platform", "supervision")
)
PC, PI, OM = "problems.current", "problems.improvement", "other.matters"
A: Texts = {
    PF: "把三十六条公交线路的首末班时刻印成口袋卡，放在候车亭铁盒里任人取用。",
    ON: "来人咨询先登记在绿皮簿，再由值班员当面讲清去处。",
    MG: "调度日志每晚十点封存，次日由质检员抽听录音。",
    PL: "站牌背面贴有查询网址，半年擦洗更换一回。",
    SU: "请退休司机担任义务评判，每逢双月碰头打分。",
    PC: "夜班线路绕行通知贴得晚，乘客站在雨里空等；票款公示的字号太小。",
    PI: "绕行通知提前两天贴出，票款公示换成大字版。",
}
B: Texts = {
    PF: "把苗木检疫结果按山头编号公布，护林站门口另挂木牌说明。",
    ON: "有人索要林权图，先核对界桩编号，再调阅底册复印。",
    MG: "巡山日记用铅笔写成，月底由文书誊清归档。",
    PL: "林区信号弱，消息靠对讲机和广播车传递。",
    SU: "邀请护林员家属参加开放周，收集意见十七条。",
    PC: "火险等级变动时广播车到得慢；采伐指标分配没有附图。",
    PI: "给六个垭口装电子屏，采伐指标分配附上地块图。",
}
C: Texts = {
    PF: "菜价每日两报，早市收摊前写上黑板。",
    ON: "摊主询问摊位费，办事员翻开价目册逐项指认。",
    MG: "价目册每季重印，旧册当面销毁。",
    PL: "市场广播间加装一部点歌电话供查询用。",
    SU: "消费者代表凭袖标巡场。",
    PC: "黑板字迹潦草，摊位调整没有提前讲。",
    PI: "换用磁贴数字牌，调整摊位提前贴告示。",
}
D: Texts = {
    PF: "泳池水温余氯每两小时更新于入口屏幕。",
    ON: "会员索要体测数据须本人到馆。",
    MG: "器材台账由馆员双签。",
    PL: "预约小程序由体育局代管。",
    SU: "每季请家长观察救生演练。",
    PC: "停水通知发得迟，年卡退费规则写得绕。",
    PI: "停水提前三天通知，退费规则画成流程图。",
}
STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
DUTIES = ("井盖巡查", "盲道修缮", "路灯抢修", "雨篦清淤", "绿篱修剪", "垃圾转运", "公厕保洁", "桥栏粉刷")


def own(number: int) -> Texts:
    """Make the texts of an honest unit: of one make with the others', with places of its own."""
    duty = DUTIES[number]
    place = "".join(STEMS[(number * 7 + step * 5) % 22] for step in range(9))
    lane = "".join(STEMS[(number * 3 + step * step + 1) % 22] for step in range(9))
    return {
        PF: f"{duty}的班次表由{place}岗亭张挂，{lane}路段另附手绘图。",
        MG: f"{duty}台账交{lane}库房封存，{place}岗亭留副本。",
        PC: f"{duty}的进度只在{place}例会上讲，{lane}巷的住户并不知情。",
        PI: f"{duty}进度改由{lane}公告栏逐旬张贴，{place}例会照旧。",
    }


HONEST = [own(number) for number in range(8)]
LONG, LONGER = A[PC] + B[PC] + C[PC], A[PI] + B[PI] + C[PI] + D[PI]
NOTHING_CAME = "2024年，未收到政府信息公开申请，无上年结转申请，未发生因政府信息公开工作引起的行政复议和行政诉讼。"
REVIEW = "严格落实三审三校制度，坚持先审查后公开、一事一审，做到涉密信息不上网、上网信息不涉密。"
LAW = "根据《中华人民共和国政府信息公开条例》和国办公开办函〔2021〕30号的要求，坚持以公开为常态、不公开为例外，"
SLOGAN = "以习近平新时代中国特色社会主义思想为指导，深入学习贯彻党的二十大和二十届三中全会精神，认真贯彻落实上级关于政务公开工作的决策部署，"
NOBODY_BLAMED = "全年未发生因政府信息公开工作被责任追究的情形。"
SHARED_SITE = "网站由县融媒体中心托管，双周查验一次死链。"


def section_one(texts: Texts) -> Texts:
    return {field: text for field, text in texts.items() if field.startswith("overview.")}


SETS: dict[str, tuple[list[Texts], set[int]]] = {
    "copied by two of eight": (
        [A, {**HONEST[1], PC: LONG, PI: A[PI]}, {**HONEST[2], PC: LONG, PI: A[PI]}, *HONEST[3:]],
        {1, 2},
    ),
    "three of eight share one text": ([*({**HONEST[n], PC: LONG} for n in range(3)), *HONEST[3:]], {0, 1, 2}),
    "four of eight share one text": ([*({**HONEST[n], PI: LONGER} for n in range(4)), *HONEST[4:]], {0, 1, 2, 3}),
    "all eight share one text": ([{**HONEST[n], PI: LONGER} for n in range(8)], set(range(8))),
    "every short text of another unit": ([A, A, B, C, D], {0, 1}),
    "every short text, by three": ([B, B, B, A, C], {0, 1, 2}),
    "short texts in another order of fields": (
        [A, {PF: A[MG], MG: A[PL], PL: A[PF], ON: A[SU], SU: A[ON], PC: A[PI], PI: A[PC]}, B, C],
        {0, 1},
    ),
    "aspects moved into one text": (
        [B, {"overview.text": "".join(section_one(B).values()), PC: D[PC], PI: D[PI]}, A, C],
        {0, 1},
    ),
    "section one of one unit, section five of another": (
        [A, B, {**section_one(A), PC: LONG, PI: B[PI] + D[PI]}, {PC: LONG, PI: B[PI] + D[PI], PF: HONEST[5][PF]}],
        {0, 2, 3},
    ),
    "half of the short texts": ([A, {**HONEST[1], **section_one(A)}, B, C], {0, 1}),
    "five honest units": ([A, B, C, D, HONEST[4]], set()),
    "eight honest units with texts of one make": (HONEST, set()),
    "one short text is the same": ([A, {**B, SU: A[SU]}, C, D], set()),
    "nothing happened anywhere": (
        [{**each, ON: NOTHING_CAME, "other.handling_fee": "2024年度未收取信息处理费。"} for each in (A, B, C, D)],
        set(),
    ),
    "set phrases of review": ([{**each, MG: each[MG] + REVIEW} for each in (A, B, C, D)], set()),
    "the law quoted": ([{**each, PF: LAW + each[PF]} for each in (A, B, C, D)], set()),
    "no other matters, nobody blamed": (
        [{**each, OM: "本年度无其他需要报告的事项。", SU: each[SU] + NOBODY_BLAMED} for each in (A, B, C, D)],
        set(),
    ),
    "one clause of section five": (
        [*({**each, PC: each[PC] + "三是个别科室报送拖延。"} for each in (A, B)), C, D],
        set(),
    ),
    "a slogan in front": ([{**each, PF: SLOGAN + each[PF]} for each in (A, B, C, D)], set()),
    "one office that two units share": ([{**A, PL: SHARED_SITE}, {**B, PL: SHARED_SITE}, C, D], set()),
}


@pytest.mark.parametrize("name", SETS)
def test_who_copied(registry: PluginRegistry, name: str) -> None:
    units, expected = SETS[name]
    form = registry.form_folders[FORM].form
    blank = dict.fromkeys(form.texts)
    submissions = [
        overlaid(
            registry,
            FORM,
            Overlay(
                values={},
                texts={**blank, **texts},
                agency={"name": f"示例县第{number + 1}管理站", "code": f"U{number}", "short_name": None},
            ),
        )
        for number, texts in enumerate(units)
    ]
    together = SubmissionSet(submissions=tuple(submissions))
    codes = [[finding.code for finding in check(each, registry.rules_for(form), together=together).findings]
             for each in submissions]  # fmt: skip
    assert {number for number, found in enumerate(codes) if "SM101" in found} == expected


def test_the_name_that_came_with_a_copy_is_told_without_a_roster(registry: PluginRegistry) -> None:
    form = registry.form_folders[FORM].form
    names = ("示例县第一管理站", "示例县第二管理站")
    texts = {**A, SU: f"{names[0]}没有发生泄密问题，并请退休司机打分。"}
    submissions = tuple(
        overlaid(
            registry,
            FORM,
            Overlay(
                values={},
                texts={**dict.fromkeys(form.texts), **texts},
                agency={"name": name, "code": name, "short_name": None},
            ),
        )
        for name in names
    )
    together = SubmissionSet(submissions=submissions)
    found = [[(finding.code, finding.field) for finding in check(each, registry.rules_for(form), together=together).findings]
             for each in submissions]  # fmt: skip
    told = [[each for each in findings if each == ("TX109", SU)] for findings in found]
    assert told == [[], [("TX109", SU)]]
    assert all("SM101" in itertools.chain(*findings) for findings in found)
