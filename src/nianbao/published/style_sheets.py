"""The style sheets inside a web page, applied where they change what a reader sees: hidden, struck, raised, white.

Pages of a CMS often hide or strike by class. Only the page's own ``<style>`` counts, since nothing is fetched, and only
the declarations that the reader of pages asks about; each is written in front of the ``style`` of the elements that a
selector matches, so that an element's own style comes last.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

RELEVANT: Final = re.compile(
    r"display|visibility|mso-hide|opacity|font-size|left|top|text-indent|text-decoration|vertical-align|mso-text-raise|"
    r"white-space|float|(?<![-\w])color|background",
    re.I,
)
_LARGEST: Final = 262_144
"""Characters of style sheets that are looked at; the largest of a real page of a report had 90,000."""
_MOST_SELECTORS: Final = 400
_LONGEST_SELECTOR: Final = 120
"""Characters: each of its parts is a walk over the page."""
_MOST_WORK: Final = 4_000_000
"""Elements times selectors: some seconds of walking."""
_SHOWN_ON: Final = re.compile(r"\b(?:screen|all)\b", re.I)


def apply_style_sheets(root: _Element) -> None:
    """Write what the page's style sheets say into the ``style`` of its elements."""
    text = "\n".join(
        element.text for element in root.iter("style") if element.text and _is_for_a_screen(element.get("media"))
    )
    if not RELEVANT.search(text) or len(text) > _LARGEST:
        return
    from cssselect import HTMLTranslator, SelectorError
    from lxml.etree import XPathEvalError

    translator = HTMLTranslator()
    elements = sum(1 for _element in root.iter())
    for selected, (selector, declarations) in enumerate(_rules(text), 1):
        if selected > _MOST_SELECTORS or selected * elements > _MOST_WORK:
            return
        try:
            matches = root.xpath(translator.css_to_xpath(selector))
        except (SelectorError, XPathEvalError):
            continue  # of a browser's own kind, such as :hover
        for element in matches if isinstance(matches, list) else ():
            element.set("style", f"{declarations};{element.get('style') or ''}")


@lru_cache(maxsize=4096)
def effective_style(style: str) -> str:
    """Return the declarations that count of an element's style: of each property the last, or the important one."""
    last: dict[str, str] = {}
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        name = name.strip().lower()
        if colon and not ("!important" in last.get(name, "") and "!important" not in value):
            last[name] = value.strip().lower()
    return ";".join(f"{name}:{value}" for name, value in last.items())


def _is_for_a_screen(media: str | None) -> bool:
    return not media or _SHOWN_ON.search(media) is not None


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Return selectors one by one with the declarations that matter; a rule for printers alone is none for readers.

    The last rule comes first: each is written in front of those that count more.
    """
    import tinycss2

    sheets = [tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)]
    rules: list[tuple[str, str]] = []
    while sheets:
        for rule in sheets.pop():
            if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content:
                if _is_for_a_screen(tinycss2.serialize(rule.prelude)):
                    sheets.append(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
            elif rule.type == "qualified-rule":
                declarations = _relevant(tinycss2.serialize(rule.content))
                if declarations:
                    selectors = tinycss2.serialize(rule.prelude).split(",")
                    rules += [(selector.strip(), declarations) for selector in selectors]
    return (
        (selector, declarations)
        for selector, declarations in reversed(rules)
        if 0 < len(selector) <= _LONGEST_SELECTOR
    )


def _relevant(content: str) -> str:
    return ";".join(each.strip() for each in content.split(";") if RELEVANT.search(each.partition(":")[0]))
