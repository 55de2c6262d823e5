"""Reasons of the operating system's errors, in the reader's language."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from nianbao.language import Domain

if TYPE_CHECKING:
    from nianbao.language import Message

_ = Domain("nianbao")
_NAMED = {
    "EACCES": _("没有权限"),
    "EPERM": _("没有权限"),
    "EROFS": _("磁盘是只读的"),
    "ENOENT": _("没有这个文件或文件夹"),
    "ENOTDIR": _("路径里有一段不是文件夹"),
    "EISDIR": _("是文件夹，不是文件"),
    "EEXIST": _("已经存在"),
    "ENOTEMPTY": _("文件夹不是空的"),
    "ENOSPC": _("磁盘满了"),
    "EDQUOT": _("超过了磁盘配额"),
    "EFBIG": _("文件太大"),
    "ENAMETOOLONG": _("名称太长"),
    "ELOOP": _("链接绕成了圈"),
    "EBUSY": _("正在使用"),
    "ETXTBSY": _("正在使用"),
    "EMFILE": _("同时打开的文件太多"),
    "ENFILE": _("同时打开的文件太多"),
    "ENOMEM": _("内存不够"),
    "EIO": _("读写磁盘出错"),
    "EINVAL": _("系统不接受这个名称或操作"),
    "EPIPE": _("对方已不再接收"),
    "ENOEXEC": _("不是可以运行的程序"),
    "ETIMEDOUT": _("等待超时"),
}
"""Reasons by number, as far as a system has it: its own text is English, or in whatever language it was set up."""
_REASONS = {getattr(errno, name): reason for name, reason in _NAMED.items() if hasattr(errno, name)}


def reason_of(error: BaseException) -> Message | str:
    """Return why the system refused something; its own text where that is not one of the usual ones."""
    number, system_text = getattr(error, "errno", None), getattr(error, "strerror", None)
    if number in _REASONS and (not system_text or system_text.isascii()):
        return _REASONS[number]
    if isinstance(error, ValueError) and "null" in str(error):
        return _("名称里有不允许的字符")
    return str(system_text or error)
