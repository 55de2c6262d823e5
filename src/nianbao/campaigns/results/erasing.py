"""Erase a file that was collected outside a campaign: from ledger and archive, and with it every output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.campaigns.auditing import erase, finish_erasing
from nianbao.campaigns.results.listing import as_seen_from
from nianbao.files.input_files import exists
from nianbao.files.output_folder import OutputFolder
from nianbao.language import Domain, listed

if TYPE_CHECKING:
    from nianbao.campaigns.campaign import Campaign

_ = Domain("nianbao")


def erase_result(campaign: Campaign, words: str, *, reason: str, authority: str) -> list[str]:
    """Erase a file, identified by its path, place, number or SHA-256; return its places as seen from the folder.

    All outputs are removed, because status, findings and pages of other files may quote it: collecting again makes them
    from the archive. The file where it was given is not touched. Raises :class:`~nianbao.errors.UsageError` if the ledger
    has no such file.
    """
    path, root = Path(words), campaign.folder.root
    identifier = as_seen_from(root, path) if exists(path) else words
    with OutputFolder(root, holds="collect") as folder:
        folder.begin()
        with campaign.work(moved=True):
            finish_erasing(campaign)
            places = erase(campaign, identifier, reason=reason, authority=authority)
        folder.finish()
    if folder.left:
        campaign.say(
            _("这些结果有人改过，没有动：{names}。里面如有它的内容，请自行删去。", names=listed(folder.left))
        )
    campaign.say(
        _(
            "结果已经全部删去（别的文件的意见里也可能引用它）：移走原来的文件，再运行 nianbao collect -o {path}。",
            path=root,
        )
    )
    return places
