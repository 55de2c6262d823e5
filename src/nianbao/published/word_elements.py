"""Elements of WordprocessingML by their local names: programs differ in prefixes, and some drop the namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.published import limits

if TYPE_CHECKING:
    from lxml import etree
    from lxml.etree import _Element

    from nianbao.files.archive import Archive


def further_part(archive: Archive, name: str, parser: etree.XMLParser) -> _Element | None:
    """Return the root of a part beside the body; ``None`` if it is not there, too large, or not plain XML."""
    from lxml import etree

    data = archive.read(name) if name in archive.names else b""
    if not data or data.count(b"<") > limits.MARKS or b"<!DOCTYPE" in data[:4096]:
        return None
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local_name(element: _Element) -> str:
    """Return the name of an element without its namespace; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def property_of(element: _Element, group: str, name: str) -> _Element | None:
    """Return the named property of an element, such as the span of a cell, or ``None``."""
    parent = next((child for child in element if local_name(child) == group), None)
    return None if parent is None else next((child for child in parent if local_name(child) == name), None)


def value_of(element: _Element | None, default: str = "") -> str:
    """Return the value of a property: ``default`` if it has none, empty if there is no property."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}val")), default)


def count_of(element: _Element | None) -> int:
    """Return the number that a property gives, bounded; 0 if it gives none."""
    value = value_of(element)
    return min(int(value), limits.SPAN) if value.isdecimal() else 0


def is_on(element: _Element | None) -> bool:
    """Return whether a property is there and not turned off."""
    return element is not None and value_of(element, "true") not in ("0", "false", "off", "none")
