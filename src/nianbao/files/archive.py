"""The archive of an .xlsx file: members listed, sizes and names checked against the limits, then unpacked.

Every member is unpacked from the bytes themselves with a bound on its real size, so that neither a
false declaration nor a second entry for the same bytes can do harm.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import NoReturn

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.language import Domain, Message

_ = Domain("nianbao")
_CENTRAL = b"PK\x01\x02"
_LOCAL = struct.Struct("<4s5H3I2H")
_ENCRYPTED, _PATCHED = 0x41, 0x20
_UTF8 = 0x800
WRONG_NAME = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")
"""Names that lead out of the archive, or that nobody can see."""


def refuse(cause: Message) -> NoReturn:
    """Raise RD103 with the limit that was passed."""
    raise UnreadableError("RD103", cause)


def damaged() -> UnreadableError:
    """Return the exception for an archive that breaks off or does not unpack."""
    return UnreadableError("RD101", _("文件不完整：可能没有下载完或传输中断，请重新保存后报送。"))


class Archive:
    """The members of a zip archive, by names in lower case with forward slashes.

    Raises :class:`~nianbao.errors.UnreadableError`: RD101 for a broken archive, RD102 for encrypted
    members, RD103 for anything that no client writes.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) > limits.FILE_BYTES:
            refuse(_("文件有 {size} MB，超过 {limit} MB。", size=len(data) >> 20, limit=limits.FILE_BYTES >> 20))
        # Before zipfile reads the directory: a million entries would be a million objects by the time they can be
        # counted. Twice the limit, because packed bytes may look like an entry.
        if data.count(_CENTRAL) > 2 * limits.MEMBERS:
            refuse(_("压缩包里的部件超过 {limit} 个。", limit=limits.MEMBERS))
        self._data = memoryview(data)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as opened:
                members = opened.infolist()
        except (
            zipfile.BadZipFile,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
            EOFError,
            struct.error,
        ) as error:
            raise damaged() from error
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._check_limits(members)
        self.names = tuple(self._members)

    def _check_limits(self, members: list[zipfile.ZipInfo]) -> None:
        if len(members) > limits.MEMBERS:
            refuse(_("压缩包里的部件超过 {limit} 个。", limit=limits.MEMBERS))
        total = 0
        for member in members:
            self._take(member)
            total += member.file_size
        if total > limits.TOTAL_BYTES:
            refuse(_("解压后超过 {limit} MB。", limit=limits.TOTAL_BYTES >> 20))
        # zip bombs give one large member two hundred names. Members that follow one another from the first
        # byte on cannot share bytes, and no second archive is hidden before them, which another reader would open
        # instead.
        end = 0
        for member in sorted(members, key=lambda entry: entry.header_offset):
            if member.header_offset < end:
                refuse(_("压缩包里的部件互相重叠。"))
            if not end and member.header_offset:
                refuse(_("压缩包前面还有别的内容。"))
            end = member.header_offset + _LOCAL.size + len(member.orig_filename) + member.compress_size

    def _take(self, member: zipfile.ZipInfo) -> None:
        # zipfile cuts a name at a zero byte and normalises separators: other readers see the raw name.
        name = member.orig_filename.replace("\\", "/")
        if WRONG_NAME.search(name):
            refuse(_("压缩包里有不正常的部件名。"))
        # Compressed patch data, which no library unpacks.
        if member.flag_bits & _PATCHED:
            raise damaged()
        if member.flag_bits & _ENCRYPTED:
            raise UnreadableError("RD102", _("文件里有加了密码的部件：请取消密码后重新保存。"))
        if member.file_size > limits.TOTAL_BYTES or (
            member.file_size > limits.RATIO_FROM and member.file_size > limits.RATIO * max(member.compress_size, 1)
        ):
            refuse(_("压缩包里的部件解压后异常庞大。"))
        # Readers differ in whether they take the first or the last of two members, and in whether case counts.
        key = name.lower()
        if key in self._members:
            refuse(_("压缩包里有重名的部件“{name}”。", name=name[:60]))
        if not key.endswith("/"):
            self._members[key] = member

    @property
    def data(self) -> bytes:
        """The bytes of the whole archive."""
        return bytes(self._data)

    def own_name(self, name: str) -> str:
        """Return a member's name as the archive has it, with forward slashes."""
        return self._members[name].orig_filename.replace("\\", "/")

    def written_otherwise(self, name: str) -> bool:
        """Return whether a member's name is written otherwise than clients do (backslashes)."""
        return "\\" in self._members[name].orig_filename

    def read(self, name: str) -> bytes:
        """Return a member's bytes.

        Raises RD101 where it does not unpack or its checksum fails: a figure may have changed on the
        way. Raises RD103 where it is larger than declared or allowed.
        """
        member = self._members[name]
        if member.file_size > limits.PART_BYTES:
            refuse(_("部件解压后超过 {limit} MB。", limit=limits.PART_BYTES >> 20))
        packed = self._packed(member)
        if member.compress_type == zipfile.ZIP_STORED:
            content = bytes(packed)
        elif member.compress_type == zipfile.ZIP_DEFLATED:
            unpacker = zlib.decompressobj(-15)
            try:
                # One byte more than declared is enough to detect a lie; the declared size was checked against the
                # limits before.
                content = unpacker.decompress(packed, member.file_size + 1)
            except zlib.error as error:
                raise damaged() from error
        else:
            refuse(_("压缩包用了表格软件不用的压缩方法。"))
        if len(content) > member.file_size:
            refuse(_("部件的实际大小与声明的不符。"))
        if len(content) < member.file_size or zlib.crc32(content) != member.CRC:
            raise damaged()
        return content

    def _packed(self, member: zipfile.ZipInfo) -> memoryview:
        start = member.header_offset
        header = self._data[start : start + _LOCAL.size]
        if len(header) < _LOCAL.size:
            raise damaged()
        fields = _LOCAL.unpack(header)
        if fields[0] != b"PK\x03\x04":
            raise damaged()
        begin = start + _LOCAL.size
        local_name = bytes(self._data[begin : begin + fields[9]])
        encoding = "utf-8" if fields[2] & _UTF8 else "cp437"
        if not local_name:
            raise damaged()
        # The directory and the member itself each have a name: readers go by either, and would see different files.
        if local_name.decode(encoding, "replace") != member.orig_filename:
            refuse(_("部件在压缩包里有两个名字。"))
        begin += fields[9] + fields[10]
        packed = self._data[begin : begin + member.compress_size]
        if len(packed) < member.compress_size:
            raise damaged()
        return packed
