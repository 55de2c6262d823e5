"""The highest head of each campaign that this user has seen, kept outside the campaign's folder.

By it a folder is recognised that was restored from an older copy, or copied and used in two places.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.campaigns.ledger.canonical import short_head
from nianbao.errors import OutputError, UsageError
from nianbao.files.outputs import write_whole
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.campaigns.ledger.events import Event

_ = Domain("nianbao")
VARIABLE = "NIANBAO_PROFILE"
"""The environment variable for another folder of this user's data about campaigns."""


def profile_folder() -> Path:
    """Return the folder in which this user's heads are kept."""
    given = os.environ.get(VARIABLE) or os.environ.get("APPDATA")
    if given:
        return Path(given) / ("" if os.environ.get(VARIABLE) else "nianbao")
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "nianbao"


class SeenHeads:
    """Heads by campaign in one small file; a file that cannot be read or written counts as empty, without error."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or profile_folder()) / "heads.json"

    def _all(self) -> dict[str, list[object]]:
        try:
            heads = json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return {}
        return heads if isinstance(heads, dict) else {}

    def of(self, campaign: str) -> tuple[int, str] | None:
        """Return the highest head seen of a campaign as number and hash, or ``None``."""
        match self._all().get(campaign):
            case [int() as seq, str() as digest]:
                return seq, digest
        return None

    def keep(self, campaign: str, head: tuple[int, str]) -> None:
        """Store the head of a campaign in place of any former one."""
        heads = {**self._all(), campaign: list(head)}
        try:
            write_whole(self.path, json.dumps(heads, indent=1, sort_keys=True).encode())
        except OutputError:
            return  # a profile that cannot be written must not stop the office's work


def was_moved(events: Sequence[Event], seen: tuple[int, str] | None) -> bool:
    """Return whether a ledger is behind a head that was seen, or has a different event at its number."""
    if seen is None:
        return False
    seq, digest = seen
    return len(events) < seq or (seq > 0 and events[seq - 1].hash != digest)


def require_unmoved(events: Sequence[Event], seen: tuple[int, str] | None) -> None:
    """Raise :class:`~nianbao.errors.UsageError` if a ledger was restored or copied."""
    if was_moved(events, seen) and seen is not None:
        raise UsageError(
            _("台账到第 {found} 条为止，而这台电脑上见过第 {seen} 条（{head}）：这个文件夹是从旧的备份恢复的，或者在两处分别用过。"
              "请先找回最新的一份；确实要从这里继续的，运行 nianbao audit --moved 理由。",
              found=len(events), seen=seen[0], head=short_head(*seen))
        )  # fmt: skip
