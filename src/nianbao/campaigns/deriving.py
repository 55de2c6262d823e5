"""What is derived from the ledger and the archive: made where it lacks, so that a kill between event and file is mended."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any, Final

from nianbao.campaigns.ledger.canonical import sha256
from nianbao.errors import OutputError
from nianbao.language import Domain, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from nianbao.campaigns.campaign import Campaign

_ = Domain("nianbao")
WRITTEN: Final = "written.json"
"""The hashes of status list and page as they were written last: by them an edited one is known."""
_SHOWN = 5


def expected_files(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Return every file that the events say is handed out, returned or published, with the SHA-256 of its bytes."""
    for name, (digest, _rewritten) in _written_out(campaign).items():
        yield name, digest
    for body in handed_out(campaign):
        yield body["path"], body["workbook"]


def handed_out(campaign: Campaign) -> Iterator[Mapping[str, Any]]:
    """Return what the events say of each workbook that was handed out, the one for all among them."""
    yield from campaign.record.distributed.values()
    if campaign.record.generic is not None:
        yield campaign.record.generic


def _written_out(campaign: Campaign) -> dict[str, tuple[str, bool]]:
    """Return what lies in the folder by name: its hash, and whether an earlier event wrote other bytes there."""
    found: dict[str, tuple[str, bool]] = {}
    returned = (pair for answers in campaign.record.returns.values() for each in answers for pair in each.files)
    versions = (each for versions in campaign.record.published.values() for each in versions)
    live = dict(live_files(campaign))
    published = (pair for each in versions for pair in each.files if pair[0] in live)
    for name, digest in (*returned, *published):
        former = found.get(name)
        found[name] = (digest, former is not None and (former[1] or former[0] != digest))
    # A sum is made again and again under the same names.
    return found | {name: (digest, True) for name, digest in summed_files(campaign)}


def summed_files(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Return the files of the last sum, with the SHA-256 of their bytes."""
    summed = campaign.record.consolidated
    yield from summed["files"] if summed is not None else ()


def live_files(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Return the files of every version that is live, with the SHA-256 of their bytes."""
    for unit in campaign.record.published:
        live = campaign.record.live(unit)
        yield from live.files if live is not None else ()


def remove_former_versions(campaign: Campaign) -> None:
    """Remove what lies there of versions that are live no more; what somebody changed is left, and named by audit."""
    live = dict(live_files(campaign))
    for versions in campaign.record.published.values():
        for version in versions:
            for name, digest in version.files:
                path = campaign.folder.root / name
                if name not in live and path.exists() and sha256(path.read_bytes()) == digest:
                    campaign.files.before("remove")
                    path.unlink()
                    with contextlib.suppress(OSError):
                        path.parent.rmdir()


def derive(campaign: Campaign) -> None:
    """Write every file that lacks; the workbooks handed out are the units' business once they are made."""
    failed = []
    remove_former_versions(campaign)
    for name, (digest, rewritten) in _written_out(campaign).items():
        path = campaign.folder.root / name
        if digest not in campaign.record.erased and not _is_there(path, campaign, digest, exactly=rewritten):
            failed += _written(campaign, path, digest)
    for body in handed_out(campaign):
        path = campaign.folder.root / body["path"]
        if not path.exists() and body["workbook"] not in campaign.record.erased:
            failed += _written(campaign, path, body["workbook"])
    if failed:
        campaign.say(_("这些文件正被别的程序打开，没有写成，下次运行再写：{names}", names=listed(failed[:_SHOWN])))


def _is_there(path: Path, campaign: Campaign, digest: str, *, exactly: bool) -> bool:
    """Return whether a file lies there: by its size, and by its bytes where an event before wrote others there."""
    # Reading thousands of letters at every command would cost more than the command; audit reads them all.
    try:
        if path.stat().st_size != campaign.archive.path(digest).stat().st_size:
            return False
        return not exactly or sha256(path.read_bytes()) == digest
    except OSError:
        return False


def _written(campaign: Campaign, path: Path, digest: str) -> list[str]:
    data = campaign.archive.get(digest)
    try:
        campaign.files.write(path, data, "derived")
    except OutputError:
        return [path.relative_to(campaign.folder.root).as_posix()]
    return []


def written_hashes(campaign: Campaign) -> Mapping[str, str]:
    """Return the hashes of what was written last by name."""
    try:
        found = json.loads((campaign.folder.inner / WRITTEN).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_board(campaign: Campaign, files: Mapping[str, bytes]) -> None:
    """Write status list and page, and remember them."""
    hashes = dict(written_hashes(campaign))
    for name, data in files.items():
        path = campaign.folder.root / name
        digest = sha256(data)
        try:
            present = path.read_bytes() if path.exists() else b""
        except OSError:
            present = b""
        same = sha256(present) == digest
        if present and not same and sha256(present) != hashes.get(name):
            campaign.archive.put(present)  # somebody saved it since: what was typed there is not lost
        if not same:
            try:
                campaign.files.write(path, data, "board")
            except OutputError as error:
                campaign.say(error.message)
                continue
        hashes[name] = digest
    keep_written(campaign, hashes)


def keep_written(campaign: Campaign, hashes: Mapping[str, str]) -> None:
    """Remember what was written."""
    if hashes != written_hashes(campaign):
        data = json.dumps(hashes, ensure_ascii=False, sort_keys=True).encode()
        campaign.files.write(campaign.folder.inner / WRITTEN, data, "written")
