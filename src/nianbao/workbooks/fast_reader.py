"""Bytes of an .xlsx workbook to a RawWorkbook in one guarded pass over the parts that matter."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

import msgspec

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.files.archive import Archive, refuse
from nianbao.files.guarded_xml import broken_xml, look_over
from nianbao.language import Domain
from nianbao.workbooks.raw import RawCell, RawSheet, RawWorkbook, Remark
from nianbao.workbooks.sheet_cells import cells_of
from nianbao.workbooks.sheet_part import SheetPart, read_sheet_part
from nianbao.workbooks.strings_and_styles import (
    NO_FORMATS,
    NO_STRINGS,
    CellFormats,
    Strings,
    read_formats,
    read_strings,
)
from nianbao.workbooks.workbook_parts import (
    Relation,
    read_book,
    read_comments,
    read_properties,
    read_relations,
    read_threads,
)

if TYPE_CHECKING:
    from nianbao.cells import Position
    from nianbao.workbooks.workbook_parts import BookPart

_ = Domain("nianbao")
_CONTENT_TYPES = "[content_types].xml"
_ROOT_RELATIONS, _BOOK, _PROPERTIES = "_rels/.rels", "xl/workbook.xml", "docprops/custom.xml"
_MACROS = ("xl/vbaproject.bin", "xl/macrosheets/")
_DRAWN = ("xl/drawings/drawing", "xl/threadedcomments/")
_WRITTEN = re.compile(rb"<a:t>\s*[^<\s]|<(?:\w+:)?threadedComment\b")
_LINKS = ("xl/externallinks/", "xl/connections.xml", "xl/embeddings/")


class FastReading(msgspec.Struct, frozen=True, kw_only=True):
    """What the pass gave; ``complete`` is false where a construct was met that it does not read."""

    raw: RawWorkbook
    complete: bool


def read_fast(archive: Archive) -> FastReading:
    """Read and guard a workbook in one pass.

    Raises :class:`~nianbao.errors.UnreadableError`: RD101 (no readable workbook), RD102 (encrypted
    members), RD103 (beyond a limit, which is named).
    """
    return _Pass(archive).read()


def look_over_everything(archive: Archive) -> None:
    """Check every XML part that a general library would read; raises RD101 or RD103."""
    for name in archive.names:
        if name.endswith((".xml", ".rels", ".vml")):
            look_over(archive.read(name))


class _Pass:
    """One pass over one archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.complete = True
        self.damage: list[str] = []
        self.threads: set[str] = set()

    def read(self) -> FastReading:
        if _CONTENT_TYPES in self.archive.names:
            look_over(self.archive.read(_CONTENT_TYPES))
        else:
            self.damage.append(_CONTENT_TYPES)
        book_name = self._book_name()
        book = read_book(self._part(book_name))
        relations = self._relations(book_name)
        by_kind = {relation.kind: relation for relation in relations.values() if not relation.external}
        strings = self._strings(by_kind)
        formats = self._formats(by_kind)
        sheets = tuple(self._sheets(book, relations, strings, formats))
        if not sheets:
            raise broken_xml()
        raw = RawWorkbook(
            sheets=sheets,
            names=book.names,
            local_names=book.local_names,
            properties=read_properties(self._part(_PROPERTIES)) if _PROPERTIES in self.archive.names else {},
            structure_locked=book.structure_locked,
            remarks=tuple(self._remarks()),
        )
        return FastReading(raw=raw, complete=self.complete)

    def _part(self, name: str) -> bytes:
        if name not in self.archive.names:
            raise broken_xml()
        if self.archive.written_otherwise(name):
            self.damage.append(name)
        return self.archive.read(name)

    def _book_name(self) -> str:
        if _ROOT_RELATIONS in self.archive.names:
            for relation in read_relations(self._part(_ROOT_RELATIONS), "").values():
                if relation.kind == "officeDocument" and relation.target in self.archive.names:
                    return relation.target
        return _BOOK

    def _relations(self, source: str) -> dict[str, Relation]:
        folder, name = posixpath.split(source)
        path = f"{folder}/_rels/{name}.rels"
        return read_relations(self._part(path), source) if path in self.archive.names else {}

    def _strings(self, by_kind: dict[str, Relation]) -> Strings:
        relation = by_kind.get("sharedStrings")
        if relation is None or relation.target not in self.archive.names:
            return NO_STRINGS
        return read_strings(self._part(relation.target))

    def _formats(self, by_kind: dict[str, Relation]) -> CellFormats:
        relation = by_kind.get("styles")
        if relation is None or relation.target not in self.archive.names:
            self.damage.append("styles")
            return NO_FORMATS
        try:
            return read_formats(self._part(relation.target))
        except UnreadableError as error:
            if error.code != "RD101":
                raise
            self.damage.append(relation.target)
            return NO_FORMATS

    def _sheets(
        self, book: BookPart, relations: dict[str, Relation], strings: Strings, formats: CellFormats
    ) -> list[RawSheet]:
        sheets: list[RawSheet] = []
        used: set[str] = set()
        titles: set[str] = set()
        size = filled = 0
        for title, visible, identity in book.sheets:
            relation = relations.get(identity)
            if relation is not None and (relation.external or relation.target.startswith("..")):
                raise broken_xml()
            if relation is None or relation.target not in self.archive.names:
                continue  # an entry that a program left behind; one of ours that is missing is reported
            if relation.kind != "worksheet":
                continue  # a chart sheet
            if relation.target in used or title in titles:
                refuse(_("两张工作表指向同一个部件或同名。"))
            used.add(relation.target)
            titles.add(title)
            data = self._part(relation.target)
            part = read_sheet_part(data)
            size, filled = size + len(data), filled + len(part.texts)
            if size > limits.SHEETS_BYTES:
                refuse(_("解压后超过 {limit} MB。", limit=limits.SHEETS_BYTES >> 20))
            if filled > limits.FILLED_CELLS:
                refuse(_("有内容的单元格共超过 {limit} 个。", limit=limits.FILLED_CELLS))
            cells, known, sound = cells_of(part, strings, formats, epoch_1904=book.epoch_1904)
            self.complete = self.complete and known and not part.unknown
            if not sound:
                self.damage.append(relation.target)
            sheets.append(self._sheet(title, visible, part, cells, relation.target))
        return sheets

    def _sheet(
        self, title: str, visible: bool, part: SheetPart, cells: dict[Position, RawCell], name: str
    ) -> RawSheet:
        return RawSheet(
            name=title,
            visible=visible,
            protected=part.protected,
            cells=cells,
            merges=frozenset(part.merges),
            validations=frozenset(part.validations),
            comments=self._comments(name),
        )

    def _comments(self, sheet: str) -> dict[Position, str]:
        comments: dict[Position, str] = {}
        threads: dict[Position, str] = {}
        for relation in self._relations(sheet).values():
            if relation.target not in self.archive.names:
                continue
            if relation.kind == "comments" and not comments:
                comments = read_comments(self._part(relation.target))
            elif relation.kind == "threadedComment":
                self.threads.add(relation.target)
                threads |= read_threads(self._part(relation.target))
        return {**comments, **threads}

    def _remarks(self) -> list[Remark]:
        remarks = []
        names = self.archive.names
        if any(name.startswith(_MACROS) for name in names):
            remarks.append(Remark("RD105", _("文件里带有宏，没有运行；请另存为不带宏的 .xlsx 后再报送。")))
        if any(name.startswith(_LINKS) for name in names):
            remarks.append(Remark("RD105", _("文件里链接或嵌入了别的文件，没有打开；请把内容粘贴为数值。")))
        drawn = (
            name for name in names if name.startswith(_DRAWN) and name.endswith(".xml") and name not in self.threads
        )
        if any(_WRITTEN.search(self.archive.read(name)) for name in drawn):
            remarks.append(
                Remark("LT208", _("文件里有文本框、图形文字或会话批注，不会读取：要报告的内容请写进填报格。"))
            )
        if self.damage:
            remarks.append(
                Remark(
                    "RD106",
                    _("文件有部分损坏（{parts}），数据已读出。", parts=", ".join(sorted(set(self.damage))[:3])),
                )
            )
        return remarks
