"""The folder of a campaign: the paths in it, and the checks whether a folder can hold a campaign."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

import msgspec

from nianbao.campaigns.ledger.ledger import NAME, opening_of
from nianbao.errors import UsageError
from nianbao.files.input_files import exists
from nianbao.files.manifest import holder_of, results_in
from nianbao.language import Domain, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    def has_ledger(self) -> bool:
        """Whether the folder has a ledger: that of a campaign, or of files that were collected outside one."""
        return exists(self.inner / NAME)

    @property
    def is_campaign(self) -> bool:
        """Whether the folder has a campaign; one whose creation was interrupted is none yet."""
        return self._kind == "campaign"

    @property
    def has_results(self) -> bool:
        """Whether the folder has a ledger of files that were collected outside a campaign."""
        return self._kind == "results"

    @property
    def _kind(self) -> str:
        """Of what the folder has a ledger; empty without one."""
        if not self.has_ledger:
            return ""
        opening = opening_of(self.inner)
        if opening:
            return "results" if opening.get("results") else "campaign"
        # It has no event yet, or cannot be read: the manifest or the journal beside it says whose it is.
        if holder_of(self.root) == "collect":
            return "results"
        return "campaign" if opening is None else ""


def find_campaign(start: Path) -> CampaignFolder | None:
    """Return the campaign of a folder or of the nearest one above it, as git finds its repository."""
    return next((folder for folder in _from_here_up(start) if folder.is_campaign), None)


def nearest_ledger(start: Path) -> CampaignFolder | None:
    """Return the nearest folder with a ledger, a campaign's or one of results, from a folder upwards."""
    return next((folder for folder in _from_here_up(start) if folder.has_ledger), None)


def _from_here_up(start: Path) -> Iterator[CampaignFolder]:
    return map(CampaignFolder, (start.resolve(), *start.resolve().parents))


def require_ledger(start: Path) -> CampaignFolder:
    """Return the nearest folder with a ledger; raises :class:`~nianbao.errors.UsageError` where there is none."""
    return nearest_ledger(start) or require_campaign(start)


def require_campaign(start: Path) -> CampaignFolder:
    """Return the campaign of a folder; raises :class:`~nianbao.errors.UsageError` where there is none."""
    campaign_folder, folder = find_campaign(start), CampaignFolder(start.resolve())
    if campaign_folder is None and folder.has_results:
        raise UsageError(
            _("{path} 是 nianbao collect 的结果：各文件的结论在 {board} 里，通过的报告已经写出；能用的是 nianbao status、audit、erase、export。"
              "要审签、发布和汇总的，请用 nianbao init 建立年报工作文件夹，把收到的文件放进它的“收件”。",
              path=folder.root, board=folder.board.name)
        )  # fmt: skip
    if campaign_folder is None and folder.board.name in results_in(start):
        raise UsageError(
            _("{path} 是以前的 nianbao collect 的结果，没有台账：各文件的结论在 {board} 里；再收一次，就有台账。要审签、发布和汇总的，"
              "请用 nianbao init 建立年报工作文件夹，把收到的文件放进它的“收件”。", path=folder.root, board=folder.board.name)
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


def refuse_synchronised(root: Path) -> None:
    """Raise :class:`~nianbao.errors.UsageError` for the folder of a campaign that a program copies to a cloud."""
    part = synchronised_by(root)
    if part is not None:
        raise UsageError(
            _("{path} 由同步软件（{part}）管理，台账会被拷走或改名：请把整个文件夹移到本机的普通文件夹里再用。",
              path=root, part=part)
        )  # fmt: skip


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


def refuse_campaign(root: Path) -> None:
    """Raise :class:`~nianbao.errors.UsageError` for the folder of a campaign, which no results are written into."""
    if CampaignFolder(root).is_campaign:
        raise UsageError(
            _(
                "{path} 是年报工作文件夹：请把收到的文件放进它的“收件”，在里面运行 nianbao collect，不写 -o。",
                path=root,
            )
        )


def refuse_results(root: Path) -> None:
    """Raise :class:`~nianbao.errors.UsageError` for a folder with results of ``collect`` outside a campaign."""
    if results_in(root) or CampaignFolder(root).has_results:
        raise UsageError(_("{path} 里是以前 nianbao 的结果，全都没有动：请换一个新文件夹建立年报工作。", path=root))
