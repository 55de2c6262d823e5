"""Outputs: written whole or not at all, and never over somebody else's files."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from nianbao.errors import OutputError
from nianbao.files.system_errors import reason_of
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

_ = Domain("nianbao")

BLOCK: Final = 1 << 20
"""Bytes that are read or copied at a time."""
HALF_WRITTEN: Final = ".nianbao-"
"""How the names of files begin that are not yet put in their place."""
_KEPT = (".nianbao-lock", ".nianbao-journal")
_cleared: set[Path] = set()


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes, in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file; raises ``OSError`` where it cannot be read."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class _Draft(msgspec.Struct, frozen=True):
    """A file written next to its destination, not yet moved there."""

    path: Path
    sha256: str


@contextlib.contextmanager
def writing_into(folder: Path) -> Iterator[None]:
    """Raise :class:`OutputError` where a folder cannot be made or written into."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise OutputError(
            _(
                "不能在文件夹 {folder} 中写文件（{reason}）：请检查路径和权限。",
                folder=folder,
                reason=reason_of(error),
            )
        ) from error


@contextlib.contextmanager
def _drafted(path: Path, chunks: Iterable[bytes]) -> Iterator[_Draft]:
    """Write chunks to a file next to ``path``; it is removed after the block unless it was moved.

    It is locked while it is written, so that others can tell it from what a dead process left.
    """
    from nianbao.files.folder_lock import lock_stream
    from nianbao.files.half_written import half_written  # a check on screen writes nothing

    hasher = hashlib.sha256()
    with contextlib.ExitStack() as opened:
        with writing_into(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.parent not in _cleared:
                _cleared.add(path.parent)
                remove_leftovers(path.parent)
            # In the same folder: a file can replace another only on the same disk.
            stream, draft = opened.enter_context(half_written(path.parent, HALF_WRITTEN))
        if os.name != "nt":  # Windows removes no open file anyway
            lock_stream(stream)
        for chunk in chunks:
            hasher.update(chunk)
            with _writing(path):
                stream.write(chunk)
        with _writing(path):
            stream.close()
        yield _Draft(draft, hasher.hexdigest())


def remove_leftovers(folder: Path) -> None:
    """Remove what dead processes left half written in a folder; what another is writing now stays."""
    from nianbao.files.folder_lock import lock_stream

    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder)):
            if not entry.name.startswith(HALF_WRITTEN) or entry.name in _KEPT:
                continue
            with contextlib.suppress(OSError):
                if not entry.is_file(follow_symlinks=False):
                    continue
                with Path(entry.path).open("r+b") as stream:
                    dead = os.name == "nt" or lock_stream(stream)
                    if dead and os.name != "nt":
                        Path(entry.path).unlink()
                if dead and os.name == "nt":
                    Path(entry.path).unlink()


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            _(
                "不能写入 {path}（{reason}）：如果它正在 Excel 或 WPS 中打开，请先关闭再试。",
                path=path,
                reason=reason_of(error),
            )
        ) from error


def _put(draft: _Draft, path: Path) -> None:
    with _writing(path):
        draft.path.replace(path)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file of this tool's own, replacing whatever was there."""
    with _drafted(path, (data,)) as draft:
        _put(draft, path)


def write_output(
    path: Path, data: bytes | Iterable[bytes], *, force: bool = False, own_digest: str | None = None
) -> bool:
    """Write one output, whole or in chunks as they are made; return whether the file changed.

    An identical file is left alone; one whose SHA-256 is ``own_digest`` (written by this tool
    before) is replaced; any other existing file raises :class:`OutputError` unless ``force``. A
    device or a pipe is written to as it is.
    """
    present, sha256 = _replace_file(path, data, force=force, own_digests=(own_digest,) if own_digest else ())
    return sha256 != present


def put_aside(
    path: Path,
    data: bytes | Iterable[bytes],
    *,
    force: bool,
    own: Collection[str],
    before: Callable[[str], None] | None = None,
    only_look: bool = False,
) -> str:
    """Write one output next to its destination and move it there; return its SHA-256.

    An existing file is replaced if its SHA-256 is in ``own``. ``before`` is called with the new
    SHA-256 when everything is ready; with ``only_look`` nothing is written. Raises :class:`OutputError`.
    """
    return _replace_file(path, data, force=force, own_digests=own, before=before, only_look=only_look)[1]


def _replace_file(
    path: Path,
    data: bytes | Iterable[bytes],
    *,
    force: bool,
    own_digests: Collection[str],
    before: Callable[[str], None] | None = None,
    only_look: bool = False,
) -> tuple[str | None, str]:
    """Write as :func:`put_aside` does; return the SHA-256 of the file that was there, if any, and of the new one."""
    present, special = _present(path)
    if special:
        return None, "" if only_look else _write_special(path, (data,) if isinstance(data, bytes) else data)
    # Whole data is compared before anything is written; of chunks only the finished file has a digest.
    if isinstance(data, bytes):
        sha256 = digest(data)
        if _must_write(path, sha256, present, force=force, own_digests=own_digests) and not only_look:
            with _drafted(path, (data,)) as draft:
                _announce_and_put(draft, path, before)
        return present, sha256
    with _drafted(path, data) as draft:
        if _must_write(path, draft.sha256, present, force=force, own_digests=own_digests) and not only_look:
            _announce_and_put(draft, path, before)
        return present, draft.sha256


def _announce_and_put(draft: _Draft, path: Path, before: Callable[[str], None] | None) -> None:
    if before is not None:
        before(draft.sha256)
    _put(draft, path)


def _present(path: Path) -> tuple[str | None, bool]:
    """Return the SHA-256 of the file that is there, if any, and whether it is a device or a pipe."""
    try:
        if path.is_dir():
            raise OutputError(_("{path} 是文件夹，请给出文件名。", path=path))
        if not path.exists():
            return None, False
        if not path.is_file():
            return None, True
        return digest_of_file(path), False
    except OSError as error:
        raise _unusable(path, error) from error


def _write_special(path: Path, chunks: Iterable[bytes]) -> str:
    """Write to a device or a pipe, which is never replaced; return the SHA-256 of what was written."""
    hasher = hashlib.sha256()
    try:
        with path.open("wb") as stream:
            for chunk in chunks:
                hasher.update(chunk)
                stream.write(chunk)
    except OSError as error:
        raise _unusable(path, error) from error
    return hasher.hexdigest()


def _unusable(path: Path, error: OSError) -> OutputError:
    reason = reason_of(error)
    return OutputError(_("不能使用输出文件 {path}（{reason}），请换一个文件名。", path=path, reason=reason))


def _must_write(path: Path, sha256: str, present: str | None, *, force: bool, own_digests: Collection[str]) -> bool:
    if present == sha256:
        return False
    if present is not None and not force and present not in own_digests:
        raise OutputError(_("{path} 已经存在且内容不同：换一个文件名，或加 --force 覆盖。", path=path))
    return True
