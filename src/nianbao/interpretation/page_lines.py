"""Remove the lines that a web page adds around a report, and those after its end: footers, signature, date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.published.blocks import Paragraph


def unnamed_tail(paragraphs: Iterable[Paragraph], agency: str | None) -> list[Paragraph]:
    """Return paragraphs without what follows a report on a page: footers, the agency's signature, date."""
    kept: list[Paragraph] = []
    in_footer = False
    for paragraph in paragraphs:
        text = "".join(paragraph.text.split())
        if _END_OF_PAGE.match(text):
            break
        is_sentence = text.endswith(("。", "；"))  # 附件1：……已公开。 is a sentence of the report, not a footer
        in_footer = in_footer or (_FOOTER.match(text) is not None and not is_sentence)
        if (in_footer and not is_sentence) or _PAGE_CONTROLS.match(text):
            continue
        if _PAGE_NUMBER.fullmatch(text) or _DATE.fullmatch(text) or (agency is not None and text == agency):
            continue
        kept.append(paragraph)
    return kept


_END_OF_PAGE = re.compile(r"^(?:版权所有|网站标识码|.{0,6}ICP备|.{0,4}公网安备|您是第|Copyright|©)")
_FOOTER = re.compile(
    r"^(?:主办单位|主办[：:]|承办[：:]|承办单位[：:]|网站地图|联系我们|技术支持|上一篇|下一篇|相关链接|友情链接|相关附件|附件[0-9]?[：:]|附件下载|"
    r"责任编辑)"
)
_PAGE_CONTROLS = re.compile(
    r"^(?:[【\[]?(?:打印|关闭|收藏|纠错)(?:本页|窗口|此页)?[】\]]?|分享到.{0,12}|(?:浏览|阅读|点击)(?:次数|量)[：:]?[0-9]*|"
    r"(?:发布|更新)(?:日期|时间)[：:][-0-9年月日:：]*|(?:信息)?来源[：:][^。]{0,30}|作者[：:][^。]{0,12}|字[号体][：:]?[大中小]*)$"
)
"""Lines that a content management system adds around a report."""
_PAGE_NUMBER = re.compile(r"[—–-]*[0-9]{0,3}[—–-]*")
_DATE = re.compile(
    r"(?:[0-9]{4}|二[〇○零][一二三四五六七八九〇○零]{2})年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日"
)
