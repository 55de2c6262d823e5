"""What is derived from the ledger and the archive: made where it lacks, so that a kill between event and file is mended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

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
    """Return every file that the events say is handed out or returned, with the SHA-256 of its bytes."""
    for answers in campaign.record.returns.values():
        for returned in answers:
            yield from returned.files
    for body in campaign.record.distributed.values():
        yield body["path"], body["workbook"]
    yield from summed_files(campaign)


def summed_files(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Return the files of the last sum, with the SHA-256 of their bytes."""
    summed = campaign.record.consolidated
    yield from summed["files"] if summed is not None else ()


def derive(campaign: Campaign) -> None:
    """Write every returned file that lacks; the workbooks handed out are the units' business once they are made."""
    failed = []
    for answers in campaign.record.returns.values():
        for returned in answers:
            for name, digest in returned.files:
                path = campaign.folder.root / name
                if digest not in campaign.record.erased and not _is_there(path, campaign, digest):
                    failed += _written(campaign, path, digest)
    for name, digest in summed_files(campaign):
        path = campaign.folder.root / name
        if digest not in campaign.record.erased and not _is_there(path, campaign, digest):
            failed += _written(campaign, path, digest)
    for body in campaign.record.distributed.values():
        path = campaign.folder.root / body["path"]
        if not path.exists() and body["workbook"] not in campaign.record.erased:
            failed += _written(campaign, path, body["workbook"])
    if failed:
        campaign.say(_("这些文件正被别的程序打开，没有写成，下次运行再写：{names}", names=listed(failed[:_SHOWN])))


def _is_there(path: Path, campaign: Campaign, digest: str) -> bool:
    # By size: reading thousands of letters at every command would cost more than the command; audit reads them all.
    try:
        return path.stat().st_size == campaign.archive.path(digest).stat().st_size
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
            same = path.exists() and sha256(path.read_bytes()) == digest
        except OSError:
            same = False
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
