"""Derive files from ledger and archive where they are missing, which also repairs an interruption before their writing."""

from __future__ import annotations

import contextlib
import itertools
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
_EDITED: Final = "（改动过{number}）"
WRITTEN: Final = "written.json"
"""The file with the hashes of status list and page as last written, by which edited ones are recognised."""
_MOST_NAMED = 5


def expected_files(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Return the name and SHA-256 of every file that is handed out, returned, summed up or published by the events."""
    for name, (digest, _rewritten) in _files_of_record(campaign).items():
        yield name, digest
    for body in handed_out(campaign):
        yield body["path"], body["workbook"]


def handed_out(campaign: Campaign) -> Iterator[Mapping[str, Any]]:
    """Return the event body of each workbook that was handed out, the one for all units included."""
    yield from campaign.record.distributed.values()
    if campaign.record.generic is not None:
        yield campaign.record.generic


def _files_of_record(campaign: Campaign) -> dict[str, tuple[str, bool]]:
    """Return the files of returns, publications and sums by name: hash, and whether the name had other bytes before."""
    files: dict[str, tuple[str, bool]] = {}
    returned = (
        pair for answers in campaign.record.returns.values() for version in answers for pair in version.files
    )
    versions = (version for versions in campaign.record.published.values() for version in versions)
    live = dict(live_files(campaign))
    published = (pair for version in versions for pair in version.files if pair[0] in live)
    for name, digest in (*returned, *published):
        former = files.get(name)
        files[name] = (digest, former is not None and (former[1] or former[0] != digest))
    # Every sum is written under the same names.
    return files | {name: (digest, True) for name, digest in summed_files(campaign)}


def summed_files(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Return the name and SHA-256 of each file of the last sum."""
    summed = campaign.record.consolidated
    yield from summed["files"] if summed is not None else ()


def live_files(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Return the name and SHA-256 of each file of the live versions."""
    record = campaign.record
    for unit in record.published:
        live = record.live(unit)
        yield from live.files if live is not None else ()


def remove_former_versions(campaign: Campaign) -> None:
    """Remove the files of versions that are no longer live; files changed since are left, and reported by audit."""
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
    """Write every missing file; workbooks that were handed out are not restored if they were changed.

    A letter that the office edited is kept: in its place, or beside the new one where there is one since.
    """
    failed, edited = [], []
    erased = campaign.record.erased
    remove_former_versions(campaign)
    for name, (digest, rewritten) in _files_of_record(campaign).items():
        path = campaign.folder.root / name
        if digest in erased or _is_there(path, campaign, digest, exactly=rewritten):
            continue
        if _was_edited(path, campaign):
            edited.append(name)
            if not rewritten:
                continue
            _set_aside(path, campaign)
        failed += _write_or_name(campaign, path, digest)
    for body in handed_out(campaign):
        path = campaign.folder.root / body["path"]
        if not path.exists() and body["workbook"] not in erased:
            failed += _write_or_name(campaign, path, body["workbook"])
    if edited:
        campaign.say(_("这些退回材料有人改过，改过的留着：{names}", names=listed(edited[:_MOST_NAMED])))
    if failed:
        campaign.say(
            _("这些文件正被别的程序打开，没有写成，下次运行再写：{names}", names=listed(failed[:_MOST_NAMED]))
        )


def _is_there(path: Path, campaign: Campaign, digest: str, *, exactly: bool) -> bool:
    """Return whether a file is as recorded: by its size, and ``exactly`` by its bytes."""
    # Reading thousands of letters for every command would take longer than the command itself; audit reads them all.
    try:
        if path.stat().st_size != campaign.archive.path(digest).stat().st_size:
            return False
        return not exactly or sha256(path.read_bytes()) == digest
    except OSError:
        return False


def _was_edited(path: Path, campaign: Campaign) -> bool:
    """Return whether a file for a unit contains what no program of the campaign ever wrote."""
    if not path.is_relative_to(campaign.folder.returned):
        return False
    try:
        return not campaign.archive.path(sha256(path.read_bytes())).exists()
    except OSError:
        return False


def _set_aside(path: Path, campaign: Campaign) -> None:
    """Rename an edited file, so that the new one can be written beside it; one that was set aside before stays."""
    names = (_EDITED.format(number="" if number == 1 else number) for number in itertools.count(1))
    candidates = (path.with_name(f"{path.stem}{name}{path.suffix}") for name in names)
    aside = next(candidate for candidate in candidates if not candidate.exists())
    with contextlib.suppress(OSError):  # open in another program: the new one will not be written either, and named
        campaign.files.before("remove")
        path.replace(aside)


def _write_or_name(campaign: Campaign, path: Path, digest: str) -> list[str]:
    data = campaign.archive.get(digest)
    try:
        campaign.files.write(path, data, "derived")
    except OutputError:
        return [path.relative_to(campaign.folder.root).as_posix()]
    return []


def written_hashes(campaign: Campaign) -> Mapping[str, str]:
    """Return the hashes of the status files as last written, by name."""
    try:
        hashes = json.loads((campaign.folder.inner / WRITTEN).read_bytes())
    except (OSError, ValueError):
        return {}
    return hashes if isinstance(hashes, dict) else {}


def write_board(campaign: Campaign, files: Mapping[str, bytes]) -> None:
    """Write status list and page, and record their hashes."""
    hashes = dict(written_hashes(campaign))
    for name, data in files.items():
        path = campaign.folder.root / name
        digest = sha256(data)
        try:
            present = path.read_bytes() if path.exists() else b""
        except OSError:
            present = b""
        unchanged = sha256(present) == digest
        if present and not unchanged and sha256(present) != hashes.get(name):
            campaign.archive.put(present)  # somebody saved it since: their changes are kept in the archive
        if not unchanged:
            try:
                campaign.files.write(path, data, "board")
            except OutputError as error:
                campaign.say(error.message)
                continue
        hashes[name] = digest
    keep_written(campaign, hashes)


def keep_written(campaign: Campaign, hashes: Mapping[str, str]) -> None:
    """Record the hashes of the status files as written."""
    if hashes != written_hashes(campaign):
        data = json.dumps(hashes, ensure_ascii=False, sort_keys=True).encode()
        campaign.files.write(campaign.folder.inner / WRITTEN, data, "written")
