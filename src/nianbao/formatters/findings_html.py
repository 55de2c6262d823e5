"""Findings as pages for people: every finding with its cells or passages."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from nianbao.checks.conditions import NO_CONDITIONS, Conditions
from nianbao.files.file_names import DistinctFileNames
from nianbao.files.outputs import BLOCK
from nianbao.findings.fault import Severity
from nianbao.findings.finding import Verdict
from nianbao.formatters.conditions_words import conditions_words
from nianbao.formatters.excerpts import TableExcerpt, TextExcerpt, table_excerpts, text_excerpts
from nianbao.formatters.findings_text import summary_text
from nianbao.formatters.formatted_file import FormattedFile
from nianbao.language import Domain, language, listed, visible
from nianbao.reports.templates import environment
from nianbao.submissions.submission import figure_text, legal_text
from nianbao.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nianbao.checks.checked_file import CheckedFile
    from nianbao.findings.finding import Finding
    from nianbao.language import Listing, Message

_ = Domain("nianbao")
INDEX = "index.html"
_TEMPLATES = Path(__file__).parent / "pages"
_NEXT_STEPS = {
    Verdict.PASSED: _("没有阻碍发布的问题。"),
    Verdict.TO_EXPLAIN: _(
        "没有必须改正的问题；标有“核实说明”的各处，请改正，或在“核实说明”页写明理由，再重新报送。"
    ),
    Verdict.FAILED: _("请逐条改正标有“必须改正”的各处，其余各处一并核实，再重新报送。"),
    Verdict.REJECTED: _("这个文件没有读出数据，请按下面的改法处理后重新报送。"),
}


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as the page shows it; ``texts_first`` where its place is in a text."""

    finding: Finding
    place: str
    texts_first: bool
    tables: tuple[TableExcerpt, ...]
    texts: tuple[TextExcerpt, ...]
    texts_left_out: int
    figures: tuple[tuple[Message, str], ...]
    explanation: str


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    """A file as the page shows it.

    ``sheets`` have what blocks first, ``notes`` are what may be left as it is, ``settled`` the findings explained or
    waived.
    """

    checked: CheckedFile
    who: str
    counts: Listing
    next_step: Message
    sheets: tuple[tuple[str, tuple[_Entry, ...]], ...]
    notes: tuple[_Entry, ...]
    settled: tuple[_Entry, ...]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the table of contents; ``link`` is part of a URL, percent-encoded where it must be."""

    link: str
    who: str
    verdict: Verdict
    counts: str


class HtmlSection(msgspec.Struct, frozen=True, kw_only=True):
    """A file's part of a page, as UTF-8, its line in the contents, and the name of a file for it alone."""

    entry: Entry
    html: bytes
    stem: str


class FormatAsHtml(msgspec.Struct, frozen=True, kw_only=True):
    """Makes the section of a checked file; ``level`` is that of its heading, 1 where it is a page by itself."""

    level: int

    def __call__(
        self, checked: CheckedFile, _registry: object = None, number: int = 0
    ) -> FormattedFile[HtmlSection]:
        """Return the section."""
        page, place = _page(checked), 1 if self.level == 1 else number + 1
        html = _render("findings_file.html.jinja", page=page, number=place, level=self.level)
        entry = Entry(link=f"#file-{place}", who=page.who, verdict=checked.verdict, counts=str(page.counts))
        stem = checked.agency.name or Path(checked.path).stem
        return FormattedFile(checked.verdict, HtmlSection(entry=entry, html=html, stem=stem))


def html_chunks(
    formatted_files: Iterable[FormattedFile[HtmlSection]], level: int, conditions: Conditions = NO_CONDITIONS
) -> Iterator[bytes]:
    """Return a page over formatted files part by part; the sections wait in a file for the contents above them."""
    entries = []
    # Contents come before the sections, and are known after the last one: on the disk, memory does not grow with
    # the number of files.
    with tempfile.TemporaryFile() as sections:
        for formatted in formatted_files:
            sections.write(formatted.content.html)
            entries.append(formatted.content.entry)
        yield _head(entries, level)
        sections.seek(0)
        while block := sections.read(BLOCK):
            yield block
    yield _foot(conditions)


def html_page(section: HtmlSection, conditions: Conditions = NO_CONDITIONS) -> bytes:
    """Return the page of one file, made of a section of level 1."""
    return _head([section.entry], 1) + section.html + _foot(conditions)


def index_page(entries: Sequence[Entry], conditions: Conditions = NO_CONDITIONS) -> bytes:
    """Return a page of nothing but contents."""
    return _head(entries, 2) + _foot(conditions)


def findings_html(files: Sequence[CheckedFile]) -> bytes:
    """Return the findings of files as one HTML page in UTF-8, in the language in force.

    It needs nothing but itself. Several files have a table of contents, and each begins a new page
    when printed.
    """
    formatted = FormatAsHtml(level=1 if len(files) == 1 else 2)
    formatted_files = (formatted(checked, None, number) for number, checked in enumerate(files))
    conditions = files[0].conditions if files else NO_CONDITIONS
    return b"".join(html_chunks(formatted_files, formatted.level, conditions))


def page_files(
    formatted_files: Iterable[FormattedFile[HtmlSection]], conditions: Conditions = NO_CONDITIONS
) -> Iterator[tuple[str, bytes]]:
    """Return a page for each file formatted at level 1, in the end ``index.html`` that leads to them: name and HTML."""
    names = DistinctFileNames()
    # An agency of that name must not replace the contents.
    names.take("index")
    entries = []
    for formatted in formatted_files:
        name = f"{names.take(formatted.content.stem)}.html"
        entries.append(replace(formatted.content.entry, link=quote(name)))
        yield name, html_page(formatted.content, conditions)
    yield INDEX, index_page(entries, conditions)


def findings_pages(files: Sequence[CheckedFile]) -> dict[str, bytes]:
    """Return a page for each file, and ``index.html`` that leads to them: file name → HTML in UTF-8."""
    conditions = files[0].conditions if files else NO_CONDITIONS
    pages = dict(page_files(map(FormatAsHtml(level=1), files), conditions))
    return {INDEX: pages[INDEX], **pages}


def _head(entries: Sequence[Entry], level: int) -> bytes:
    summary = summary_text(entry.verdict for entry in entries).text
    return _render("findings_head.html.jinja", entries=entries, level=level, summary=summary)


def _foot(conditions: Conditions) -> bytes:
    return _render("findings_foot.html.jinja", conditions=conditions_words(conditions))


def _render(name: str, **values: object) -> bytes:
    # Characters that XML does not allow come in by names and messages; a page may be read as XML, too.
    template = environment((_TEMPLATES,), trusted=True).get_template(name)  # our own: the sandbox costs a third
    return legal_text(
        template.render(_=_, visible=visible, language=language(), version=__version__, **values)
    ).encode()


def _page(checked: CheckedFile) -> _Page:
    name = visible(checked.agency.name or checked.path.replace("\\", "/").rpartition("/")[2])
    subject = _("{name}（{year}年）", name=name, year=checked.year) if checked.year else name
    counts = [
        _("{severity} {count}", severity=severity.words, count=count)
        for severity in Severity
        if (count := sum(finding.severity is severity for finding in checked.findings))
    ]
    entries = [_entry(finding, checked) for finding in checked.findings]
    open_ones = [entry for entry in entries if not _settled(entry.finding)]
    notes = tuple(entry for entry in open_ones if entry.finding.severity is Severity.NOTE)
    blocking = [entry for entry in open_ones if entry.finding.blocks]
    others = [entry for entry in open_ones if entry not in blocking and entry not in notes]
    return _Page(
        checked=checked,
        who=str(subject),
        counts=listed(counts, _("，")),
        next_step=_NEXT_STEPS[checked.verdict],
        sheets=(*_by_sheet(blocking), *_by_sheet(others, again=bool(blocking))),
        notes=notes,
        settled=tuple(entry for entry in entries if _settled(entry.finding)),
    )


def _by_sheet(entries: Sequence[_Entry], *, again: bool = False) -> Iterator[tuple[str, tuple[_Entry, ...]]]:
    """Return findings under the headings of their sheets; ``again`` where blocking ones are listed above them."""
    sheets: dict[str, list[_Entry]] = {}
    for entry in entries:
        sheets.setdefault(_sheet(entry.finding), []).append(entry)
    for sheet, of_sheet in sheets.items():
        heading = sheet or str(_("整个文件"))
        yield str(_("{sheet}：建议修改", sheet=heading)) if again else heading, tuple(of_sheet)


def _settled(finding: Finding) -> bool:
    return finding.waived or finding.explained


def _sheet(finding: Finding) -> str:
    return finding.place.heading if finding.place else ""


def _entry(finding: Finding, checked: CheckedFile) -> _Entry:
    submission = checked.submission
    difference = finding.difference
    figures: list[tuple[Message, str]] = []
    if finding.expected is not None and finding.actual is not None and difference is not None:
        sign = "+" if difference > 0 else ""
        figures = [
            (_("应为"), figure_text(finding.expected)),
            (_("实为"), figure_text(finding.actual)),
            (_("差"), sign + figure_text(difference)),
        ]
    texts, left_out = text_excerpts(finding, submission, checked.places) if submission else ((), 0)
    return _Entry(
        finding=finding,
        place=finding.place.words if finding.place else "",
        texts_first=submission is not None and finding.field in submission.form.texts,
        tables=table_excerpts(finding, submission, checked.places) if submission else (),
        texts=texts,
        texts_left_out=left_out,
        figures=tuple(figures),
        explanation=checked.explanation(finding),
    )
