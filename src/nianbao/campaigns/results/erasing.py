"""Erase a file that was collected outside a campaign: from ledger and archive, and with it every output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.campaigns.auditing import erase, finish_erasing
from nianbao.campaigns.campaign import Campaign
from nianbao.campaigns.results.listing import as_seen_from
from nianbao.errors import UsageError
from nianbao.files.input_files import exists
from nianbao.files.output_folder import OutputFolder
from nianbao.language import Domain, listed
from nianbao.office.office import PLAIN

if TYPE_CHECKING:
    from nianbao.campaigns.results.results_ledger import ResultsLedger
    from nianbao.plugins.registry import PluginRegistry

_ = Domain("nianbao")


def finish_interrupted_erasing(ledger: ResultsLedger, registry: PluginRegistry) -> None:
    """Finish what a killed ``erase`` left undone; the ledger is locked by the caller."""
    if ledger.remembered.erasing_was_interrupted:
        campaign = Campaign(ledger.folder, registry, PLAIN)
        campaign.ledger.open()
        finish_erasing(campaign)
        campaign.ledger.close()
        ledger.read_again()


def erase_result(campaign: Campaign, words: str, *, reason: str, authority: str) -> list[str]:
    """Erase a file, identified by its path, place, number or SHA-256; return its places as seen from the folder.

    All outputs are removed, because status, findings and pages of other files may quote it: collecting again makes them
    from the archive. The file where it was given is not touched. An erasure that was interrupted is finished. Raises
    :class:`~nianbao.errors.UsageError` if the ledger has no such file.
    """
    path, root = Path(words), campaign.folder.root
    identifier = as_seen_from(root, path) if exists(path) else words
    with OutputFolder(root, holds="collect") as folder:
        folder.begin()
        with campaign.work(moved=True):
            interrupted = finish_erasing(campaign)
            try:
                places = erase(campaign, identifier, reason=reason, authority=authority)
            except UsageError as error:
                if not interrupted:
                    raise UsageError(
                        _(
                            "台账里没有 {words} 这个文件：请写它的路径、编号或 SHA-256（nianbao export 里有）。",
                            words=words,
                        )
                    ) from error
                places = [words]  # erased before, but the results may quote it still
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
