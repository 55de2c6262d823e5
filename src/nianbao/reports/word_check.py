"""A Word template compared with its form before anything is rendered: its names, what it lacks, where."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import jinja2
import msgspec
from docxtpl import DocxTemplate
from jinja2 import nodes

from nianbao.errors import TemplateError, UnreadableError
from nianbao.files.archive import Archive
from nianbao.language import Domain, Message, listed
from nianbao.reports.word_context import specimen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao.forms.definition import Form

_ = Domain("nianbao")
_MOST, _MOST_FIELDS = 20, 4
_EXCERPT = 30
_TAG = re.compile("<[^>]+>")
_PARAGRAPH = re.compile("<w:p(?=[ >])")
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_BRACKET = re.compile(r"\{\{|\}\}|\{%|%\}")
_FOREIGN = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)


@lru_cache(maxsize=16)
def _cleaned(xml: str) -> str:
    return str(DocxTemplate(None).patch_xml(xml))


class _Template(DocxTemplate):  # type: ignore[misc]
    """A template whose cleaning is kept: it depends on nothing but the text, and takes two fifths of a rendering."""

    def patch_xml(self, src_xml: str) -> str:
        """Return a part in which Jinja can read what Word split into runs."""
        return _cleaned(src_xml)


def open_template(data: bytes, name: str) -> Any:
    """Open a Word file as a template; raises :class:`~nianbao.errors.TemplateError` for anything else."""
    try:
        # Guarded as workbooks are: an office's template may come from anywhere, and python-docx unpacks anything.
        Archive(data)
        template = _Template(io.BytesIO(data))
        template.init_docx()
    except UnreadableError as error:
        raise TemplateError(_("模板 {name} 打不开：{cause}", name=name, cause=error)) from error
    except Exception as error:  # python-docx and lxml raise whatever the damage leads to
        raise TemplateError(_("模板 {name} 不是 Word 文件（.docx）。", name=name)) from error
    return template


@lru_cache(maxsize=16)
def check_template(data: bytes, name: str, form: Form, environment: jinja2.Environment) -> frozenset[str]:
    """Compare a template with a form; return the names that it uses.

    Raises :class:`~nianbao.errors.TemplateError` with everything that is wrong, each with its place:
    syntax, unknown names, tables of the form (or figures of them) and sections that
    are missing.
    """
    template = open_template(data, name)
    problems: list[Message] = []
    uses: list[_Use] = []
    for label, xml in _parts(template):
        unpaired = list(_unpaired(_lines(label, xml)))
        problems += unpaired
        # Jinja would name a line far below, where the next bracket happens to close.
        if unpaired:
            continue
        # Word splits an expression into runs wherever typing paused; docxtpl joins them before Jinja sees
        # them.
        part = _lines(label, template.patch_xml(xml))
        try:
            environment.from_string(part.xml)
            names = _Names(specimen(form), environment, part)
        except jinja2.TemplateSyntaxError as error:
            problems.append(_("{place}：{cause}", place=part.place(error.lineno), cause=error.message or ""))
            continue
        uses += names.uses
        problems += names.problems
    # While names are wrong, what is missing would mostly be the same slips again.
    if not problems:
        problems = [*_missing_tables(form, uses), *_missing_sections(form, uses)]
    if problems:
        listed_problems = problems[:_MOST]
        if len(problems) > _MOST:
            listed_problems.append(_.plural("另有 {count} 处。", len(problems) - _MOST))
        raise TemplateError(
            _("模板 {name} 不能使用：\n{problems}", name=name, problems=listed(listed_problems, Message("\n")))
        )
    return frozenset(use.name for use in uses)


class _Use(msgspec.Struct, frozen=True, kw_only=True):
    """A name in a template, and the number of the table that it is in (0 outside)."""

    name: str
    table: int


class _Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a document as Jinja reads it: each paragraph begins a line."""

    words: Message
    xml: str
    tables: tuple[int, ...]

    def table(self, line: int) -> int:
        """Return the number of the table that a line is in, 0 outside."""
        return self.tables[line - 1]

    def place(self, line: int) -> Message:
        """Name the place of a line: table, row and cell, or the text of the paragraph."""
        table = self.table(line)
        if table:
            row = self._text_before(line).rpartition("<w:tbl>")[2]
            rows = re.split("<w:tr[ >]", row)
            cell = len(re.findall("<w:tc[ >]", rows[-1]))
            return _(
                "{part}第 {table} 张表格第 {row} 行第 {cell} 格",
                part=self.words,
                table=table,
                row=len(rows) - 1,
                cell=cell,
            )
        paragraph = next(islice(self.xml.split("\n"), line - 1, None), "")
        excerpt = _TAG.sub("", paragraph.partition("</w:p>")[0]).strip()
        return _("{part}“{words}”一段", part=self.words, words=excerpt[:_EXCERPT] + "…" * (len(excerpt) > _EXCERPT))

    def _text_before(self, line: int) -> str:
        return "\n".join(islice(self.xml.split("\n"), line - 1))


def _parts(template: Any) -> Iterator[tuple[Message, str]]:
    """Return the parts of a template that are rendered, each with its name for people."""
    yield _("正文"), template.get_xml()
    for label, uri in ((_("页眉"), template.HEADER_URI), (_("页脚"), template.FOOTER_URI)):
        for _relation, document_part in template.get_headers_footers(uri):
            yield label, template.get_part_xml(document_part)
    for document_part in template.docx.part.package.iter_parts():
        if document_part.content_type.endswith(".footnotes+xml"):
            yield _("脚注"), document_part.blob.decode()


def _lines(label: Message, xml: str) -> _Part:
    lines = _PARAGRAPH.sub(r"\n\g<0>", xml)
    return _Part(words=label, xml=lines, tables=tuple(_tables(lines)))


def _unpaired(part: _Part) -> Iterator[Message]:
    """Name each bracket without its other half in the paragraph; docxtpl would silently drop words."""
    for line, paragraph in enumerate(part.xml.split("\n"), 1):
        text = _TAG.sub("", paragraph.partition("</w:p>")[0])
        bracket = _BRACKET.search(_EXPRESSION.sub("", text))
        if bracket:
            yield _("{place}：{bracket} 不成对。", place=part.place(line), bracket=bracket[0])


def _tables(lines: str) -> Iterator[int]:
    """Return for each line the number of the table in which it begins, 0 outside."""
    begun = ended = 0
    for line in lines.split("\n"):
        yield begun if begun > ended else 0
        begun += line.count("<w:tbl>")
        ended += line.count("</w:tbl>")


class _Names:
    """The names in a part, resolved in a specimen of what a template may use."""

    def __init__(self, known: dict[str, Any], environment: jinja2.Environment, part: _Part) -> None:
        self.known = known
        self.part = part
        self.uses: list[_Use] = []
        self.problems: list[Message] = []
        self.bound: dict[str, list[Any]] = {name: [] for name in ("loop", *environment.globals)}
        self.seen: set[int] = set()
        tree = environment.parse(part.xml)
        for name in tree.find_all(nodes.Name):
            if name.ctx != "load":
                self.bound.setdefault(name.name, [])
        for node in tree.find_all(nodes.Node):
            if isinstance(node, _FOREIGN):
                self.problems.append(_("{place}：不能引用其他模板。", place=part.place(node.lineno)))
            elif isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
                # A loop's variable is an entry of its list: the specimen has one of each, so that names
                # inside are known.
                lists = [value for value in self.resolve(node.iter) if isinstance(value, list)]
                self.bound[node.target.name] += [value[0] for value in lists]
            elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
                self.resolve(node)

    def resolve(self, node: nodes.Node) -> list[Any]:
        """Return the possible values of an expression; empty where they are unknown."""
        name = _dotted(node)
        if not name or getattr(node, "ctx", "load") != "load":
            return []
        owner, _dot, attribute = name.rpartition(".")
        if not owner:
            if attribute in self.bound:
                return self.bound[attribute]
            values = [self.known[attribute]] if attribute in self.known else []
        else:
            owners = self.resolve(_owner(node))
            if not owners:
                return []
            values = [getattr(value, attribute) for value in owners if hasattr(value, attribute)]
        if id(node) not in self.seen:
            self.seen.add(id(node))
            self.uses.append(_Use(name=name, table=self.part.table(node.lineno)))
            if not values:
                place = self.part.place(node.lineno)
                self.problems.append(_("{place}：没有名为“{field}”的内容。", place=place, field=name))
        return values


def _owner(node: nodes.Node) -> nodes.Node:
    owner: nodes.Node = node.node  # type: ignore[attr-defined]
    return owner


def _dotted(node: nodes.Node) -> str:
    """Return a name with the names of what it belongs to: ``a.b.c``; empty for another expression."""
    if isinstance(node, nodes.Name):
        return node.name
    attribute = ""
    if isinstance(node, nodes.Getattr):
        attribute = node.attr
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        attribute = node.arg.value
    owner = _dotted(_owner(node)) if attribute else ""
    return f"{owner}.{attribute}" if owner else ""


def _missing_tables(form: Form, uses: list[_Use]) -> Iterator[Message]:
    """Name each published table that is missing, or that lacks figures."""
    places = {use.name: use.table for use in uses if use.table}
    for table in form.tables:
        if not table.published:
            continue
        missing = [field.id for field in table.fields if field.id not in places]
        if len(missing) == len(table.fields):
            yield _("正文：缺少{table}（{caption}）。", table=table.name, caption=table.caption)
        elif missing:
            yield _.plural(
                "正文第 {number} 张表格：{table}缺少 {count} 个数字（{fields}）。",
                len(missing),
                number=next(places[field.id] for field in table.fields if field.id in places),
                table=table.name,
                fields=listed([*missing[:_MOST_FIELDS], *["…"] * (len(missing) > _MOST_FIELDS)]),
            )


def _missing_sections(form: Form, uses: list[_Use]) -> Iterator[Message]:
    """Name each section whose texts the template leaves out."""
    names = {use.name for use in uses}
    for section in form.sections:
        needed = f"sections.{section.id}.passages"
        if section.texts and needed not in names:
            yield _("正文：缺少“{heading}”的文字（{name}）。", heading=section.heading, name=needed)
