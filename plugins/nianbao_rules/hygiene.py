"""TX: text hygiene. Patterns are narrow on purpose: a correct phrase is never flagged."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from nianbao import CheckContext, Domain, Finding, rule
from nianbao_rules.texts import HAN

_ = Domain("nianbao_rules")
_CHINESE = rf"(?:{HAN}|[“”《》（）、])"
_STRAY_ENGLISH = rf"(?<={_CHINESE})\s*(?<![A-Za-z])(and|of|the|or|in|to|for|with)(?![A-Za-z])\s*(?={_CHINESE})"
_BLANK = r"(?:[XＸ×ｘх*＊]{2,}|(?<![A-Za-z])[xX]{2,})"
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘葛范彭鲁韦马方俞任袁柳鲍史唐薛雷贺倪汤罗郝安常于傅齐康伍余顾孟黄萧尹姚邵毛贾汪戴宋庞熊纪项祝董梁杜阮蓝季江童郭梅林钟徐邱骆高夏蔡田樊胡霍万卢莫房丁邓洪左石崔龚程陆翁段侯宁刘景龙叶黎白池谭申冉牛温柴向易廖耿匡关于曾游"
_LEFT_IN = (
    rf"(?<![{_SURNAMES}A-Za-z0-9]){_BLANK}(?=(?:制度|办法|规定|方案|通知|单位|部门|网站|平台|公众号|栏目|会议|培训|活动|工作|事项|"
    r"领域|系统|机制|专栏|科室|街道|中心|领导|同志|电话|文件|问题|情况|项目|学校|医院|公司|路|号)|[年月日条件个份次项期场篇名元省市县区镇乡村局委办科处室%％]|$|[，。；、”》）,;)])|"
    r"×{2,}(?=年|月|日|条|件)|[XＸ×]年|[XＸ×]月[XＸ×]日|(?<=[息文请计共到理结布复展办织])[XＸ×](?=[条件个份次期场篇])|"
    r"[（(]?此处(?:请)?填写|[（(]文字(?:描述|说明)[）)]|请(?:在此)?(?:填写|输入)(?:内容|文字)?[）)]|"
    r"该部分以表格形式报告|[（(](?:单位名称|填写[^）)]{0,12})[）)]|\*{3,}"
)
_CODE_LINE = (
    r"^[【（(\[]?(?:更多(?:内容|信息)?)?(?:敬?请|欢迎|立即)?(?:使用|用|打开)?(?:手机端?|微信|支付宝)?[“\"]?"
    r"(?![^。；\n]{0,30}(?:即可|就能|就可|便可|方便|实现|可以|群众|用户|企业|服务|功能|人数|人次|方式|累计|推广|渠道|[0-9]))"
    r"(?:(?:扫描|扫一扫|识别|长按)[^。；\n]{0,10}?(?:二维码|小程序码|图中|下图)|"
    r"(?:扫一扫|扫码|长按)[^。；\n]{0,10}?(?:关注|分享|手机|查看|浏览|阅读|下载|获取|进入|添加))[^。；\n]{0,20}"
)
_DEBRIS = (
    r"扫一扫在手机(?:上|端)?(?:查看|打开|浏览)|(?:【|\[|^|\s)(?:打印本页|关闭窗口|打印|关闭本页)(?:】|\]|\s|$)|打印本页|"
    r"分享到[：:]|点击量[：:]|浏览次数[：:]|(?:上|下)一篇[：:]|责任编辑[：:]|【字体[：:]"
)
_RATE = r"(?:率|满意度)(?:均|都|已|分别)?(?:达到?|为|是|超过)?了?\s*(?P<number>(?!0(?![0-9.]))(?:100|[0-9]{1,2})(?:\.[0-9]+)?)(?![0-9.])\s*(?=[，。；、,;）)]|$|以上)"
_MOBILE = r"(?<![0-9])1[3-9][0-9][-\s]?[0-9]{4}[-\s]?[0-9]{4}(?![0-9])"
_IDENTITY = (
    r"(?<![0-9])[1-9](?:[-\s]?[0-9]){5}[-\s]?(?:1[-\s]?9|2[-\s]?0)(?:[-\s]?[0-9]){2}[-\s]?(?:0[-\s]?[1-9]|1[-\s]?[0-2])"
    r"[-\s]?(?:0[-\s]?[1-9]|[12][-\s]?[0-9]|3[-\s]?[01])(?:[-\s]?[0-9]){3}[-\s]?[0-9Xx](?![0-9])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_HALF_WIDTH = rf"(?<={HAN})[,;:?!](?={HAN})|(?<={HAN})\((?=[^()]*{HAN})"
_SECRECY = r"(?:绝密|机密|秘密)\s*[★☆]|^[\s（(【\[]*(?:内部资料|内部文件|内部使用|绝密|机密|秘密)(?:[，,、\s]*注意保存)?[\s）)】\]]*$|[（(【]内部资料[^）)】]{0,8}[）)】]"
_LEVELS = r"(?:县区|区县|县市区|县（市、区）|乡镇街道|乡镇|镇街|市直(?:部门|单位)|县直(?:部门|单位)|区直(?:部门|单位)|部门)"
_OTHER_VOICE = (
    r"各县区|各县（市、区）|各县市区|各乡镇街道办?|各地各部门|"
    rf"(?:大?多数|部分|个别|少数|有的|一些|某些){_LEVELS}(?!{HAN}{{0,6}}(?:所|站|分局))|"
    rf"(?:^|[，。；：]|全[省市县区]|督促|推动|要求)各{_LEVELS}(?!{HAN}{{0,6}}(?:所|站|分局))"
)


class TermOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Terms that are always wrong, each with its correction; an office adds its own."""

    terms: tuple[tuple[str, str], ...] = (
        ("议题案", "议案、提案"),
        ("本年度止件数", "本年废止件数"),
        ("规范行文件", "规范性文件"),
        ("公开条列", "公开条例"),
        ("勾嵇", "勾稽"),
        ("党的二十大三中全会", "党的二十届三中全会"),
        ("依申请公开申情", "依申请公开申请"),
        ("信息公天", "信息公开"),
    )


def published_texts(context: CheckContext) -> Iterator[tuple[str, str]]:
    """Return the field and the text of each published text that is not blank."""
    for field, text in context.submission.texts.items():
        if context.form.texts[field].published:
            yield field, text


def _first(context: CheckContext, pattern: str) -> Iterator[tuple[str, str]]:
    """Return the field of each published text that matches a pattern, with the first match in it."""
    for field, text in published_texts(context):
        match = re.search(pattern, text)
        if match:
            yield field, match[0].strip()


@rule("TX102")
def stray_english(context: CheckContext) -> Iterator[Finding]:
    """Find English function words between Chinese ones."""
    for field, phrase in _first(context, _STRAY_ENGLISH):
        yield context.finding(_("中文中间夹着英文“{found}”。", found=phrase), field=field)


@rule("TX103")
def template_text_left_in(context: CheckContext) -> Iterator[Finding]:
    """Find text of a template that nobody replaced."""
    for field, phrase in _first(context, _LEFT_IN):
        yield context.finding(_("还留着模板里的文字“{found}”。", found=phrase), field=field)


@rule("TX104")
def web_page_debris(context: CheckContext) -> Iterator[Finding]:
    """Find words that belong to a web page, not to a report."""
    for field, text in published_texts(context):
        lines = text.split("\n")
        debris = next((match for line in lines if (match := re.search(_DEBRIS, line))), None)
        debris = debris or next(
            (match for line in re.split(r"[。；\n]", text) if (match := re.search(_CODE_LINE, line.strip()))), None
        )
        if debris:
            yield context.finding(_("带进了网页上的文字“{found}”。", found=debris[0].strip()), field=field)


@rule("TX105", options=TermOptions)
def term_miswritten(context: CheckContext) -> Iterator[Finding]:
    """Find set terms that are miswritten."""
    for field, text in published_texts(context):
        for wrong, right in context.option(TermOptions).terms:
            if wrong in text:
                yield context.finding(_("“{wrong}”应为“{right}”。", wrong=wrong, right=right), field=field)
                break


@rule("TX106")
def rate_without_sign(context: CheckContext) -> Iterator[Finding]:
    """Find rates without their %."""
    for field, phrase in _first(context, _RATE):
        yield context.finding(_("“{found}”后面缺少百分号。", found=phrase), field=field)


def _is_identity_number(number: str) -> bool:
    """Return whether the check digit of a resident identity number is right (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


@rule("TX107")
def personal_data(context: CheckContext) -> Iterator[Finding]:
    """Find identity-card numbers, and mobile numbers in running text."""
    for field, text in published_texts(context):
        if context.form.texts[field].section is None and context.form.texts[field].rows == 1:
            continue  # a contact field of the cover, meant to hold a number
        numbers = (re.sub(r"[-\s]", "", match[0]) for match in re.finditer(_IDENTITY, text))
        number = next((number for number in numbers if _is_identity_number(number)), None)
        if number:
            yield context.finding(_("含有身份证号码（{start}…）。", start=number[:6]), field=field)
        elif match := re.search(_MOBILE, text):
            yield context.finding(_("含有手机号码（{start}…）。", start=match[0][:3]), field=field)


@rule("TX108")
def half_width_punctuation(context: CheckContext) -> Iterator[Finding]:
    """Find half-width punctuation between Chinese characters; one finding per file."""
    for field, phrase in _first(context, _HALF_WIDTH):
        yield context.finding(_("中文之间用了半角标点“{found}”。", found=phrase), field=field)
        return


@rule("TX110")
def mark_of_secrecy(context: CheckContext) -> Iterator[Finding]:
    """Find marks of secrecy, but not secrecy as a subject."""
    for field, text in published_texts(context):
        mark = next((match for line in text.split("\n") if (match := re.search(_SECRECY, line))), None)
        if mark:
            yield context.finding(_("带有密级或内部标志“{found}”。", found=mark[0].strip()), field=field)


@rule("TX111")
def voice_of_another_level(context: CheckContext) -> Iterator[Finding]:
    """Find a department that writes in the voice of another level."""
    if context.submission.agency.kind != "department":
        return
    for field, phrase in _first(context, _OTHER_VOICE):
        yield context.finding(_("“{found}”是上一级机关的口气。", found=phrase), field=field)
