"""Open any ledger: that of a campaign, or of files that were collected outside one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.campaigns.campaign import Campaign
from nianbao.campaigns.folder import require_ledger
from nianbao.office.office import PLAIN

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao.plugins.registry import PluginRegistry


def open_ledger(folder: Path, registry: PluginRegistry) -> Campaign:
    """Open the nearest ledger of a folder or above it, to audit, export or erase.

    Files collected outside a campaign have no roster, form and year of their own, so no states. Raises
    :class:`~nianbao.errors.UsageError` where there is no ledger.
    """
    nearest = require_ledger(folder)
    if not nearest.has_results:
        return Campaign.open(nearest.root, registry)
    campaign = Campaign(nearest, registry, PLAIN)
    campaign.ledger.open()
    return campaign
