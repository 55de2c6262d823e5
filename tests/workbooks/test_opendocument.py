"""OpenDocument spreadsheets looked over before a library gets them: what is repeated, and how often."""

from __future__ import annotations

import io
import zipfile

import pytest

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.files.archive import Archive
from nianbao.workbooks.opendocument import plain_opendocument
from tests.corpus.attack import archive, deflated

HEAD = (
    '<o:document xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
)
FULL = 'o:value-type="float"'


def laid_out(body: str, **parts: bytes) -> Archive:
    members = [deflated("content.xml", f"{HEAD}<table:table>{body}</table:table></o:document>".encode())]
    members += [deflated(name.replace("__", "/").replace("_", "."), content) for name, content in parts.items()]
    return Archive(archive(members))


def row(cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def cell(times: int | str = 1, attributes: str = "") -> str:
    return f'<table:table-cell table:number-columns-repeated="{times}" {attributes}/>'


def refused(found: Archive) -> str:
    with pytest.raises(UnreadableError) as caught:
        plain_opendocument(found)
    return caught.value.code


def test_contents_alone_are_kept_with_tabs_and_line_ends_as_characters() -> None:
    text = "<text:p>a<text:tab/>b<text:line-break></text:line-break>c<text:ruby-text>x</text:ruby-text></text:p>"
    made = plain_opendocument(
        laid_out(row(f"<table:table-cell>{text}</table:table-cell>"), Pictures__a_svg=b"<svg/>")
    )
    with zipfile.ZipFile(io.BytesIO(made)) as plain:
        assert plain.namelist() == ["mimetype", "content.xml", "META-INF/manifest.xml"]
        assert b"<text:p>a\tb\nc</text:p>" in plain.read("content.xml")


def test_the_empty_rest_of_a_sheet_may_be_as_large_as_clients_write_it() -> None:
    plain_opendocument(laid_out(row(cell(1, FULL) + cell(16383)) + row(cell(16384), 1_048_575)))


@pytest.mark.parametrize(
    "body",
    [
        row(cell(1, FULL), limits.ROWS + 1),
        row(cell(limits.COLUMNS + 1, FULL)),
        row(cell(), limits.FOREIGN_ROWS + 1),
        row(cell(limits.FOREIGN_COLUMNS + 1)),
        row(cell(200, FULL), 600),
        row(
            f'<table:table-cell><text:p><text:s text:c="{limits.TEXT_CHARACTERS + 1}"/></text:p></table:table-cell>'
        ),
        "<text:p>" * (limits.DEPTH + 1) + "</text:p>" * (limits.DEPTH + 1),
    ],
)
def test_what_is_repeated_too_often_is_refused(body: str) -> None:
    assert refused(laid_out(body)) == "RD103"


@pytest.mark.parametrize("times", ["-1", "x", "1e3"])
def test_a_repetition_that_is_no_number_is_refused(times: str) -> None:
    assert refused(laid_out(row(cell(times, FULL)))) in ("RD101", "RD103")


def test_what_is_damaged_or_locked_is_told_apart() -> None:
    assert refused(Archive(archive([deflated("mimetype", b"x")]))) == "RD101"
    assert refused(laid_out("<![CDATA[x]]>")) == "RD101"
    locked = b"<m><encryption-data/></m>"
    assert (
        refused(Archive(archive([deflated("META-INF/manifest.xml", locked), deflated("content.xml", b"x")])))
        == "RD102"
    )
