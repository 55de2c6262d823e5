"""The words by which reports speak of applications, disputes, documents and decisions.

Order matters: the first kind whose words fit at a place wins, so longer and narrower words stand
before shorter ones. What no kind knows is ``UNKNOWN``, and an unknown word beside a number leaves
the number unbound.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

import msgspec

from nianbao import Quantity, Sentence
from nianbao_rules.texts import HAN


class Kind(StrEnum):
    """What a word does in a sentence about figures."""

    QUANTITY = "quantity"
    BREAK = "break"
    JOIN = "join"
    OPEN = "open"
    CLOSE = "close"
    FILL = "fill"
    UNKNOWN = "unknown"
    OTHER = "other"
    """A thing that the tables do not count."""
    YEAR = "year"
    WHOLE_YEAR = "whole_year"
    PERIOD = "period"
    LAST_YEAR = "last_year"
    COMPARE = "compare"
    PARTS = "parts"
    EACH = "each"
    SUM = "sum"
    SOME_OF = "some_of"
    """A qualifier that leaves only a part: kinds of applicant, channels, subjects."""
    SUB_UNIT = "sub_unit"
    OFFICE = "office"
    CAUSE = "cause"
    VARIOUS_CAUSES = "various_causes"
    OPEN_INFORMATION = "open_information"
    NONE = "none"
    ALL = "all"
    IN_TIME = "in_time"
    APPLICATION = "application"
    ANY_APPLICATION = "any_application"
    RECEIVED = "received"
    NEWLY = "newly"
    HANDLED = "handled"
    CARRIED_IN = "carried_in"
    CARRIED_OUT = "carried_out"
    CARRIED = "carried"
    UNDER_WAY = "under_way"
    CONCLUDED = "concluded"
    RESULT = "result"
    REVIEWER = "reviewer"
    DISPUTE = "dispute"
    OUTCOME = "outcome"
    APPEARANCE = "appearance"
    FILING = "filing"
    DOCUMENT = "document"
    ISSUED = "issued"
    REPEALED = "repealed"
    IN_FORCE = "in_force"
    DECISION = "decision"
    DECIDED = "decided"


_YEAR = r"(?:19|20)\d\d\s*年度?"
_DATE = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?:\d{1,2}日|底|末)?"
_LAST = rf"(?:上一?年度?|去年|{_YEAR})"
_NEXT = r"(?:下一?年度?|次年度?|明年|来年)"
_ON = r"(?:继续)?(?:办理|办结|答复|处理)?"
_BODY = r"(?:机关|单位|局|委员会|管委会|委|厅|办事处|办|镇|乡|街道|中心|部门|省|市|县|区|州|旗|院|处|所|大队|支队|园区|开发区)"
_CAUSES = r"(?:而?(?:引发|引起|产生|发生|被|提起|导致))?(?:的)?"

# fmt: off
WORDS: tuple[tuple[Kind, str], ...] = (
    (Kind.OTHER, r"《[^》]{0,99}》"),
    (Kind.FILL, (r"(?:公民|自然人)、?法人(?:或者?|和|及|与|、)其他组织|作为被(?:申请人|告)|涉及?(?=行政复议|行政诉讼|复议|诉讼)|书面(?=答复|告知|回复)|对[^，。0-9]{0,10}不服|不服[^，。0-9]{0,14}?(?:答复|决定)(?:而)?|(?:公民|市民|居民|村民)(?:个人)?(?=提出|提交|递交)|申请人|由此|法院受理|全系统"
                 r"|(?:通过|采取|以|采用)[^，。；0-9]{1,24}?等(?:多种|各种)?(?:渠道|方式|途径|形式)|(?:[我本]|全(?!年|部|面|程|文))" + HAN + r"{0,3}?" + _BODY)),
    (Kind.WHOLE_YEAR, rf"截[至止]到?(?:{_YEAR})?(?:12月)?(?:年?底|年?末|12月31日)|(?:{_YEAR})?1月1日[至到—-](?:{_YEAR})?12月31日"),
    (Kind.CARRIED_IN, (rf"(?:由|从|将|含|与)?{_LAST}(?:未办结)?(?:结转|转结|转入|遗留|顺延|跨年)(?:[至到](?:本年|今年|{_YEAR}))?(?:而来|过来|来|下来)?(?:继续)?(?:办理)?"
                      r"|结转(?:自)?上一?年度?|结转[至到]本年度?(?:继续)?(?:办理)?|转入本年度?(?:办理)?|上一?年度?结存|上一?年度?未办结的?")),
    (Kind.CARRIED_OUT, rf"(?:结转|转结|顺延|延续|延至|转|留待?|移)(?:办理)?(?:[至到入]|由)?(?:{_NEXT}|{_YEAR}){_ON}|跨年度?(?:继续)?(?:办理|结转)|{_NEXT}(?:继续办理|办结|答复)|结转办理"),
    (Kind.CARRIED, r"结转|积压|遗留"),
    (Kind.COMPARE, r"(?:与|同|比|较)(?:去年|上年|上一年|往年|前年)度?(?:同期)?(?:的)?(?:相比|相较)?|同比|环比|相比|增加|减少|增长|下降|上升|提高|降低|增幅|降幅|多出|比|较"),
    (Kind.LAST_YEAR, r"上一?年度?(?:同期)?|去年(?:同期)?|前年|往年|历年"),
    (Kind.PERIOD, rf"自[^，。]{{0,12}}以来|以来|近[三两几]年(?:来)?|近年来|[两三四五几]年(?:来|间|共|期间)?|[一二三四]季度|[上下]半年|“?十[三四五]五”?(?:期间)?|截[至止]目前|{_DATE}|年初"),
    (Kind.YEAR, _YEAR),
    (Kind.WHOLE_YEAR, r"(?:本|全|今|当)年度?(?:以来)?|一年(?:以)?来|年度?内|年底|年末"),
    (Kind.VARIOUS_CAUSES, r"等(?:原因|情形|理由|因素|情况)"),
    (Kind.PARTS, r"其中|主要包括|分为|分别(?:为|是)|包括|包含|具体(?:为|是)|(?:从|按)[^，。、\d]{1,8}?(?:来看|看|区?分|划分|统计)(?=[，：])"),
    (Kind.EACH, r"分别|各(?!类|项)"),
    (Kind.APPLICATION, r"(?:政府|政务)?信息(?:依申请)?公开(?:的)?申请(?:事项|件)?(?![人表书])|(?:政府信息)?依申请公开(?:政府信息)?(?:的)?(?:申请事项|申请件|办件|申请|事项|件)?(?![人表书])|公开申请(?:事项|件)?(?![人表书])|申请(?:总)?(?:数量|总量|总数|件数|量)|申请公开(?:的)?政府信息(?:事项)?"),
    (Kind.OTHER, r"申请[表书]|答复书|告知书|(?:行政|资料|信息)?(?:许可|查询|登记|复核|救助|审批|备案)(?:类|资料|的)?申请|政策性文件|规章制度|(?:行政)?应诉率|(?:公开|发布|公示|主动公开)(?:政府)?信息(?!公开)|主动公开|公众号|专栏|栏目|咨询|留言|来电|来信|来访|工单|热线|转办件|建议提案|建议|提案|议案|投诉|举报|培训|座谈会?|研讨|稿件|信息(?!公开)|资料|解读|图解|案卷|庭审|听证|公示|材料|通知|会议|检查|工作人员|新媒体|收费"),
    (Kind.OFFICE, rf"(?:{HAN}{{0,2}}[省市县区州旗镇乡])?(?:(?:人民)?(?:政府|府)办(?:公厅|公室)?|管委会办公室)(?:本级)?(?:代表{HAN}{{0,3}}政府)?|[局委厅]机关|机关本级|本级机关"),
    (Kind.OPEN_INFORMATION, r"(?:因|由|涉及?|有关|关于|针对|就|属于)?(?:政府信息|政务|信息)公开(?!申请)(?:工作|类|事项|案件|行为|答复)*" + _CAUSES),
    (Kind.SOME_OF, r"自然人|公民个人|公民|个人|企业|法人|其他组织|科研机构|公益组织|法律服务机构|律师|网[上络]|线上|线下|在线|信函|邮寄|寄送|邮件|邮箱|传真|当面|现场|窗口|书面|涉及|涉|有关|关于|关联|信访|重复|类|部分(?!公开)|主要|超期|逾期|延期|当场|当日|第三方|国家秘密|内部事务|过程性|执法案卷|行政查询|工作日"),
    (Kind.SUB_UNIT, rf"(?:局|委|厅|区|县|市|镇)?本级|各{HAN}{{0,5}}?(?:局|所|镇|乡|街道|科室|处室|单位|部门|中心|片区)|所属{HAN}{{0,3}}单位|下属{HAN}{{0,3}}单位|其他部门|片区"),
    (Kind.CAUSE, r"因|由于"),
    (Kind.REVIEWER, r"(?:作为)?[^，。]{0,4}行政复议(?:机关|机构)|审理(?!中)|审结|旁听"),
    (Kind.FILING, r"备案"),
    (Kind.APPEARANCE, r"(?:行政)?(?:诉讼)?(?:出庭)?应诉"),
    (Kind.DISPUTE, (r"(?:未经|不经)(?:行政)?复议(?:程序)?(?:而)?直接(?:提?起?诉|提起(?:行政)?诉讼|向法院起诉)(?:讼)?(?:的)?|直接起诉"
                   r"|(?:经)?(?:行政)?复议后(?:再)?(?:提起|又|向法院)?(?:的)?(?:行政)?(?:起诉|诉讼)?|行政复议|行政诉讼|复议诉讼|复议|诉讼|被诉")),
    (Kind.OUTCOME, r"(?:结果)?(?:予以|予|获得?|被)?维持|(?:结果|被|予以)?纠正|其他结果|(?:尚未|未)(?:审结|审理完毕)|(?:尚|正)?在审理(?:之)?中?|正在审理|审理中|未结"),
    (Kind.DOCUMENT, r"(?:行政)?规范性文件|(?:政府)?规章"),
    (Kind.RESULT, r"不同意公开|不予提供|部分提供|(?:予以|同意|全部)公开|部分公开|不予(?:以)?公开|(?:无法|不能)提供|不予(?:以)?处理|(?:其他|其它)处理"),
    (Kind.NEWLY, r"新(?=申请)|新增?收到?|新增|新接收?|新受理"),
    (Kind.HANDLED, r"收办|收到(?:和|并|及)(?:处理|办理)|受理(?:和|并|及)办理|应办(?:理)?|共?办理(?!结果|完毕|答复|完结)"),
    (Kind.RECEIVED, r"接?收到|接到|接收|收件|接件|受理|收悉|登记(?:受理|在册)?"),
    (Kind.UNDER_WAY, r"(?:尚|仍|正)?在(?:办理(?:之)?中|办理|办)(?:的)?|尚?未到(?:法定|规定)?(?:答复|办理)?[期时]限?的?|尚?未(?:办结|答复)(?:的)?|待(?:办理?|答复)|(?:均)?(?:尚)?在(?:法定|答复|办理)期限内(?:的)?(?!答|办|予|作|回)"),
    (Kind.CONCLUDED, r"办理结果(?:合计|总计|总数|共计|共)|办(?:结|毕|复)|答复|回复|办理(?:完毕|答复|完结)|审核答复"),
    (Kind.ANY_APPLICATION, r"申请(?:件|事项)?"),
    (Kind.REPEALED, r"废止(?:和|及)?(?:失效)?|宣布失效"),
    (Kind.IN_FORCE, r"现行有效|现行|继续有效"),
    (Kind.ISSUED, r"制发|新?制定|出台|印发|新?制订|颁布|发文"),
    (Kind.DECISION, r"行政(?:许可|处罚|强制)(?:措施)?(?:处理)?(?:决定书?)?|(?:许可|处罚|强制)决定书?"),
    (Kind.DECIDED, r"作出|做出|实施|采取|下达"),
    (Kind.NONE, r"没有|未曾?(?:有)?|不存在|暂?无|(?<!法)零(?=受理|申请|发生|收到|结转|办理|复议|诉讼|[，。])"),
    (Kind.ALL, r"均|全部|都|全数|悉数|所有|一律|百分之百"),
    (Kind.IN_TIME, r"按期|按时|如期|及时|(?:在)?(?:法定|规定|答复)?(?:的)?(?:答复)?(?:期限|时限|时间)(?:之?内)|依法按时|限时"),
    (Kind.SUM, r"共计|合计|总计|累计|总共|总数|总量|共"),
    (Kind.JOIN, r"、|和|及|与|以及|或者?|/"),
    (Kind.BREAK, r"[，,；;：:。！!？?]"),
    (Kind.OPEN, r"[（(\[【]"),
    (Kind.CLOSE, r"[）)\]】]"),
    (Kind.FILL, (r"群众|社会公众|社会|各界|各类|各项|有效|提出|提交|发生|产生|引发|引起|涉诉|被申请|被提起|被提|被|提起|申请人|法院|人民法院|复议机关|判决"
                r"|结果|数量|件数|获得?|得到|予以|给予|案件|案|事件|情形|情况|事项|程序|目前|截[至止]|依法|依规|规范|妥善|优先|先后|据此|应对|决定|已|的|了|为|达到|达|有|是|数|则|另|还"
                r"|尚有|尚|仍有|仍|其余|余下|剩余|余|需要?|仅|也|既|经|区分处理|后|在|中|到|对|将|向|以|等|因此|严格|积极|稳妥|认真|内|开展|完成|工作|书|并且?|一(?=遗留)|[“”\"\s]+")),
)
# fmt: on


@cache
def _scanner() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<k{number}>{words})" for number, (_kind, words) in enumerate(WORDS)))


class Word(msgspec.Struct, frozen=True):
    """A word of a sentence: its kind, its text, its place, and the quantity where it is one."""

    kind: Kind
    text: str
    start: int
    quantity: Quantity | None = None


def scan(sentence: Sentence) -> list[Word]:
    """Take a sentence apart into words; runs that no kind knows become one ``UNKNOWN`` word."""
    words: list[Word] = []
    at = 0
    for quantity in sentence.quantities:
        words += _scan(sentence.text, at, quantity.start)
        words.append(
            Word(
                kind=Kind.QUANTITY,
                text=sentence.text[quantity.start : quantity.end],
                start=quantity.start,
                quantity=quantity,
            )
        )
        at = quantity.end
    return words + _scan(sentence.text, at, len(sentence.text))


def _scan(text: str, start: int, end: int) -> list[Word]:
    words: list[Word] = []
    at = start
    for found in _scanner().finditer(text, start, end):
        if found.start() > at:
            words.append(Word(kind=Kind.UNKNOWN, text=text[at : found.start()], start=at))
        if found.end() > found.start() and found.lastgroup:
            words.append(Word(kind=WORDS[int(found.lastgroup[1:])][0], text=found[0], start=found.start()))
        at = found.end()
    if at < end:
        words.append(Word(kind=Kind.UNKNOWN, text=text[at:end], start=at))
    return words
