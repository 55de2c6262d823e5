"""Archives of workbooks: the files in them, each with a path of its own, ``returned.zip/inner/name.xlsx``.

Such a path can be used like any other; the file behind it is unpacked when it is read, never to a folder.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.files.archive import WRONG_NAME, damaged, refuse
from nianbao.files.input_files import opened
from nianbao.language import Domain

_ = Domain("nianbao")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb")
PACKED_SUFFIX = ".zip"
_MARK = b"PK\x03\x04"
_HEADER = struct.Struct("<4s22xHH")
_LONGEST_END = (1 << 16) + 22
"""The end record with the longest comment."""
ENCRYPTED, _UTF8 = 0x41, 0x800
NO_TABLE_PACKED = _("压缩包里没有表格：请报送填好的 Excel 表格。")
_OFFICE = (
    "[content_types].xml",
    "mimetype",
    "_rels/",
    "docprops/",
    "xl/",
    "word/",
    "ppt/",
    "meta-inf/manifest.xml",
)
"""How the members of office files begin, in lower case."""
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    struct.error,
)
"""What taking an archive apart may raise where it is damaged."""


def files_in(path: str) -> list[str]:
    """Return the paths of the workbooks in an archive of workbooks, and ``[path]`` for any other file.

    Also for an archive that cannot be unpacked: :func:`content_of` then raises the reason.
    """
    try:
        with opened(Path(path)) as stream:
            if is_packed(stream):
                with _Packed(stream) as packed:
                    return [f"{path}/{name}" for name in packed.members]
    except (OSError, UnreadableError):
        pass
    return [path]


def content_of(path: str) -> bytes:
    """Return the bytes of a file, or of a file inside an archive.

    Raises ``OSError`` where there is no such file, :class:`~nianbao.errors.UnreadableError` (RD101 damaged,
    RD102 encrypted, RD103 unsafe) for an archive, or a member of one, that cannot be taken apart.
    """
    # The part of the path that is a file is the archive: no separator is reserved, so a folder may be named
    # 上报.zip.
    archive = next((parent for parent in Path(path).parents if parent.is_file()), None)
    if archive is None:
        with opened(Path(path)) as stream:
            if is_packed(stream):
                _Packed(stream).close()  # raises the reason why it has no files
            size = stream.seek(0, os.SEEK_END)
            if size > limits.FILE_BYTES:  # before it is read: a file may be larger than the memory
                refuse(_("文件有 {size} MB，超过 {limit} MB。", size=size >> 20, limit=limits.FILE_BYTES >> 20))
            stream.seek(0)
            return stream.read()
    with archive.open("rb") as stream, _Packed(stream) as packed:
        return packed.read(Path(path).relative_to(archive).as_posix())


BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Ways of packing; others unpack without a bound."""


def is_oversized(member: zipfile.ZipInfo) -> bool:
    """Return whether a member of an archive declares a larger size than any file of an agency has."""
    bomb = member.file_size > limits.RATIO_FROM and member.file_size > limits.RATIO * max(member.compress_size, 1)
    return bomb or member.file_size > limits.FILE_BYTES


def is_packed(stream: IO[bytes]) -> bool:
    """Return whether an open file is an archive, and no office file by its first member or any other; may raise RD103."""
    stream.seek(0)
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(_MARK):
        return False
    _mark, length, _extra = _HEADER.unpack(header)
    if _of_office(stream.read(length).decode("cp437")):
        return False  # nearly every workbook: its directory need not be read
    try:
        _check_directory(stream)
        with zipfile.ZipFile(stream) as archive:
            return not any(_of_office(name) for name in archive.namelist())
    except BROKEN:
        return False


def _check_directory(stream: IO[bytes]) -> None:
    """Refuse (RD103) an archive whose directory is too long to be read at all."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _LONGEST_END))
    tail = stream.read()
    # zipfile reads the whole directory at once, whatever its size; the large format (PK\6\7) declares it elsewhere.
    end = tail.rfind(b"PK\x05\x06")
    long = int.from_bytes(tail[end + 12 : end + 16], "little") > limits.PACKED_DIRECTORY_BYTES
    if end >= 0 and (long or tail[max(0, end - 20) : end].startswith(b"PK\x06\x07")):
        refuse(_("压缩包里的文件超过 {limit} 个。", limit=limits.PACKED_MEMBERS))


def _of_office(name: str) -> bool:
    plain = name.replace("\\", "/").lower()
    return plain.startswith(_OFFICE) or plain.endswith(".iwa") or plain in ("content.xml", "index.zip")


def holds_table(name: str) -> bool:
    """Return whether a member of an archive is a workbook, or an archive again, by its name."""
    return name.lower().endswith((*WORKBOOK_SUFFIXES, PACKED_SUFFIX))


def decoded_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name: without the UTF-8 flag it may still be UTF-8 (macOS), or GB18030 (Windows)."""
    name = member.orig_filename
    if not member.flag_bits & _UTF8:
        for encoding in ("utf-8", "gb18030"):
            try:
                name = name.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    return name.replace("\\", "/")


class _Packed:
    """An archive of workbooks, checked against the limits; ``members`` are its workbooks by name.

    Raises :class:`~nianbao.errors.UnreadableError`: RD101 where it is damaged or has no workbook, RD103
    where it is unsafe.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        try:
            self._opened = zipfile.ZipFile(stream)
        except BROKEN as error:
            raise damaged() from error
        members = self._opened.infolist()
        if len(members) > limits.PACKED_MEMBERS:
            refuse(_("压缩包里的文件超过 {limit} 个。", limit=limits.PACKED_MEMBERS))
        self.members: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            self._take(member, decoded_name(member))
        if sum(member.file_size for member in self.members.values()) > limits.PACKED_BYTES:
            refuse(_("解压后超过 {limit} MB。", limit=limits.PACKED_BYTES >> 20))
        if not self.members:
            raise UnreadableError("RD101", NO_TABLE_PACKED)

    def __enter__(self) -> _Packed:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the archive, not the stream that it was read from."""
        self._opened.close()

    def _take(self, member: zipfile.ZipInfo, name: str) -> None:
        if WRONG_NAME.search(name):
            refuse(_("压缩包里有不正常的文件名。"))
        # Hidden files, locks and what macOS adds are no workbooks.
        parts = PurePosixPath(name).parts
        if name.endswith("/") or not parts or any(part.startswith((".", "~$", "__MACOSX")) for part in parts):
            return
        if not holds_table(name):
            return
        key = "/".join(parts)
        if key in self.members:
            refuse(_("压缩包里有重名的文件“{name}”。", name=key[:60]))
        self.members[key] = member

    def read(self, name: str) -> bytes:
        """Return a member's bytes; ``FileNotFoundError`` where there is none."""
        member = self.members.get(name)
        if member is None:
            raise FileNotFoundError(2, str(_("压缩包里没有这个文件")), name)
        if member.flag_bits & ENCRYPTED:
            raise UnreadableError("RD102", _("压缩包设有密码：请取消密码，或解压后报送其中的表格。"))
        # It is listed all the same, so that the sender hears of it; if it were skipped silently, its units would be
        # missing.
        if name.lower().endswith(PACKED_SUFFIX):
            refuse(_("压缩包里还有压缩包：请解压后报送其中的表格。"))
        if is_oversized(member):
            refuse(_("压缩包里的文件解压后异常庞大。"))
        if member.compress_type not in BOUNDED:
            refuse(_("压缩包用了表格软件不用的压缩方法。"))
        try:
            with self._opened.open(member) as stream:
                data = stream.read(limits.FILE_BYTES + 1)
        except BROKEN as error:
            raise damaged() from error
        if len(data) != member.file_size:
            raise damaged()
        return data
