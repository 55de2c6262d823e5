"""The folder of a campaign: the paths in it, and the checks whether a folder can hold a campaign."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

import msgspec

from nianbao.campaigns.ledger.ledger import NAME
from nianbao.errors import UsageError
from nianbao.files.input_files import exists
from nianbao.files.manifest import results_in
from nianbao.language import Domain, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

_ = Domain("nianbao")
LONGEST_PATH: Final = 200
"""Most characters of a whole path; Excel cannot open a file whose path has more than 218."""
_MOST_NAMED: Final = 10
_LONGEST_BELOW: Final = 110
"""Characters of our longest path below the folder."""
RELEASED: Final = "发布"
"""The folder of the live versions."""
SIGNING: Final = "审签"
"""The folder of the versions to be approved, and of the list to type approvals into."""
SUMMED: Final = "汇总"
"""The folder of the results of summing up."""
_SYNCHRONISED: Final = (
    "onedrive", "dropbox", "nutstore", "坚果云", "icloud", "百度网盘", "baidusyncdisk", "baidunetdisk", "wpsdrive",
    "wps云盘", "wps 云盘", "google drive", "googledrive", "腾讯微云", "微云同步",
)  # fmt: skip
"""Beginnings of folder names of programs that copy files to a cloud while they are being written."""


class CampaignFolder(msgspec.Struct, frozen=True):
    """The paths of one campaign."""

    root: Path

    @property
    def configuration(self) -> Path:
        """The file with the decisions of the office: ``nianbao.toml``."""
        return self.root / "nianbao.toml"

    @property
    def roster(self) -> Path:
        """The roster, as an Excel file or, if there is none, as CSV."""
        as_csv = self.root / "名单.csv"
        return as_csv if as_csv.exists() and not (self.root / "名单.xlsx").exists() else self.root / "名单.xlsx"

    @property
    def sent(self) -> Path:
        """The folder of files handed out: ``发出``."""
        return self.root / "发出"

    @property
    def inbox(self) -> Path:
        """The folder of files received: ``收件``."""
        return self.root / "收件"

    @property
    def returned(self) -> Path:
        """The folder of files returned to the units: ``退回``."""
        return self.root / "退回"

    @property
    def board(self) -> Path:
        """The status list to look at: ``状态一览.html``."""
        return self.root / "状态一览.html"

    @property
    def sheet(self) -> Path:
        """The status list to decide in: ``状态一览.xlsx``."""
        return self.root / "状态一览.xlsx"

    @property
    def signing_list(self) -> Path:
        """The list to type approvals into: ``审签/审签单.xlsx``."""
        return self.root / SIGNING / "审签单.xlsx"

    @property
    def inner(self) -> Path:
        """The folder for the program's own files: ledger, archive, lock."""
        return self.root / ".nianbao"

    @property
    def archive(self) -> Path:
        """The folder of all archived bytes."""
        return self.inner / "archive"

    @property
    def is_campaign(self) -> bool:
        """Whether the folder has a campaign."""
        return exists(self.inner / NAME)


def find_campaign(start: Path) -> CampaignFolder | None:
    """Return the campaign of a folder or of the nearest one above it, as git finds its repository."""
    folder = start.resolve()
    for directory in (folder, *folder.parents):
        campaign_folder = CampaignFolder(directory)
        if campaign_folder.is_campaign:
            return campaign_folder
    return None


def require_campaign(start: Path) -> CampaignFolder:
    """Return the campaign of a folder; raises :class:`~nianbao.errors.UsageError` where there is none."""
    campaign_folder = find_campaign(start)
    if campaign_folder is None and (board := CampaignFolder(start.resolve()).board).name in results_in(start):
        raise UsageError(
            _("{path} 是 nianbao collect 的结果，没有台账：各单位的状态在 {board} 里。要台账、审签、发布和汇总的，请用 nianbao init "
              "建立年报工作文件夹，把收到的文件放进它的“收件”。", path=start.resolve(), board=board.name)
        )  # fmt: skip
    if campaign_folder is None:
        raise UsageError(
            _(
                "{path} 不在年报工作文件夹里：请进入用 nianbao init 建立的文件夹，再运行这个命令。",
                path=start.resolve(),
            )
        )
    return campaign_folder


def synchronised_by(path: PurePath) -> str | None:
    """Return the part of a path that belongs to a cloud synchronisation program, or ``None``."""
    for part in path.parts:
        if part.casefold().startswith(_SYNCHRONISED):
            return part
    return None


def is_network_share(path: PurePath) -> bool:
    """Return whether a path is on another computer, as far as the path itself shows it."""
    return str(path).startswith(("\\\\", "//"))


def refuse_unfit(root: Path) -> None:
    """Raise :class:`~nianbao.errors.UsageError` for a folder that cannot hold a campaign."""
    part = synchronised_by(root)
    if part is not None:
        raise UsageError(
            _("{path} 由同步软件（{part}）管理：它会在写台账的半途拷走或改名，造成丢失。请把年报工作放在本机的普通文件夹里，"
              "需要备份时再拷一份。", path=root, part=part)
        )  # fmt: skip
    if len(str(root)) + _LONGEST_BELOW > LONGEST_PATH:
        raise UsageError(
            _("文件夹 {path} 的路径有 {length} 个字符，加上里面的文件名会超过 Excel 能打开的长度：请放得浅一些，不超过 {limit} 个字符。",
              path=root, length=len(str(root)), limit=LONGEST_PATH - _LONGEST_BELOW)
        )  # fmt: skip


def refuse_long_paths(root: Path, places: Mapping[str, str]) -> None:
    """Raise :class:`~nianbao.errors.UsageError` where files would have paths that Excel cannot open.

    ``places`` are the longest paths below the folder, by the name of the unit.
    """
    length = len(str(root))
    names = [name for name, place in places.items() if length + 1 + len(place) > LONGEST_PATH]
    if names:
        longest = max(map(len, places.values()))
        raise UsageError(
            _("文件夹 {path} 的路径有 {length} 个字符，加上 {names} 的文件名会超过 Excel 能打开的长度：请把文件夹放得浅一些"
              "（不超过 {limit} 个字符），或缩短名单里的名称。",
              path=root, length=length, names=listed(names[:_MOST_NAMED]), limit=max(0, LONGEST_PATH - 1 - longest))
        )  # fmt: skip


def refuse_results(root: Path) -> None:
    """Raise :class:`~nianbao.errors.UsageError` for a folder with results of ``collect`` outside a campaign."""
    if results_in(root):
        raise UsageError(_("{path} 里是以前 nianbao 的结果，全都没有动：请换一个新文件夹建立年报工作。", path=root))
