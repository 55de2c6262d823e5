"""Outputs: written whole or not at all, and never over what somebody else made."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nianbao.errors import OutputError
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ = Domain("nianbao")

MANIFEST = "manifest.json"
BLOCK = 1 << 20
"""Bytes that are read or copied at a time."""
_FORBIDDEN = r'[<>:"/\\|?*\x00-\x1f]'
_RESERVED = r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?"
_LONGEST_NAME = 80
_MOST_BYTES = 200


def file_name(text: str, ending: str = "") -> str:
    """Turn any text (an agency's name) into a file name that Windows, macOS and Linux accept.

    Forbidden characters become ``_``; at most 80 characters and 200 bytes of UTF-8, ``ending``
    included; never empty, never reserved.
    """
    name = re.sub(_FORBIDDEN, "_", text).strip(" .")
    if not name or re.fullmatch(_RESERVED, name):
        name = f"_{name}"
    name = name[: _LONGEST_NAME - len(ending)]
    return name.encode()[: _MOST_BYTES - len(ending)].decode("utf-8", "ignore").rstrip(" .") + ending


class DistinctFileNames:
    """Gives a file name for one text after the other; no two alike (case does not count)."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def take(self, text: str) -> str:
        """Give the text's file name, numbered where it is taken."""
        plain = name = file_name(text)
        number = self._last.get(plain.casefold(), 1)
        while name.casefold() in self._taken:
            number += 1
            name = file_name(text, f"_{number}")
        self._last[plain.casefold()] = number
        self._taken.add(name.casefold())
        return name


def distinct_file_names(texts: Iterable[str]) -> list[str]:
    """Give a file name for each text; where two would be one (case does not count), they are numbered."""
    names = DistinctFileNames()
    return [names.take(text) for text in texts]


def digest(data: bytes) -> str:
    """Give the SHA-256 of bytes, in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class _Draft(msgspec.Struct, frozen=True):
    """A file written beside its place, not yet put there."""

    path: Path
    sha256: str


@contextlib.contextmanager
def _drafted(path: Path, chunks: Iterable[bytes]) -> Iterator[_Draft]:
    """Write chunks to a file beside ``path``; it is gone after the block unless it was moved."""
    import tempfile  # a check that is only shown writes nothing

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".nianbao-")
    except OSError as error:
        raise OutputError(
            _(
                "不能在文件夹 {folder} 中写文件（{reason}）：请检查路径和权限。",
                folder=path.parent,
                reason=error.strerror or error,
            )
        ) from error
    made = hashlib.sha256()
    try:
        with os.fdopen(handle, "wb") as stream:
            for chunk in chunks:
                made.update(chunk)
                with _writing(path):
                    stream.write(chunk)
            with _writing(path):
                stream.flush()
        yield _Draft(Path(temporary), made.hexdigest())
    finally:
        with contextlib.suppress(OSError):
            Path(temporary).unlink(missing_ok=True)


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            _(
                "不能写入 {path}（{reason}）：如果它正在 Excel 或 WPS 中打开，请先关闭再试。",
                path=path,
                reason=error.strerror or error,
            )
        ) from error


def _put(draft: _Draft, path: Path) -> None:
    mask = os.umask(0)
    os.umask(mask)
    with _writing(path):
        draft.path.chmod(0o666 & ~mask)
        draft.path.replace(path)


def _write_whole(path: Path, data: bytes) -> None:
    with _drafted(path, (data,)) as draft:
        _put(draft, path)


def write_output(
    path: Path, data: bytes | Iterable[bytes], *, force: bool = False, own_digest: str | None = None
) -> bool:
    """Write one output, given whole or in chunks as they are made; give whether the file changed.

    An identical file is left alone; one whose SHA-256 is ``own_digest`` (written by this tool
    before) is replaced; any other existing file raises :class:`OutputError` unless ``force``. A
    device or a pipe is written to as it is.
    """
    return _write(path, data, force=force, own_digest=own_digest)[0]


def _write(path: Path, data: bytes | Iterable[bytes], *, force: bool, own_digest: str | None) -> tuple[bool, str]:
    """Write one output; give whether the file changed, and the SHA-256 of what was to be written."""
    present, special = _present(path)
    if special:
        return True, _write_special(path, (data,) if isinstance(data, bytes) else data)
    if isinstance(data, bytes):
        made = digest(data)
        if _is_to_be_written(path, made, present, force=force, own_digest=own_digest):
            _write_whole(path, data)
        return made != present, made
    with _drafted(path, data) as draft:
        if _is_to_be_written(path, draft.sha256, present, force=force, own_digest=own_digest):
            _put(draft, path)
        return draft.sha256 != present, draft.sha256


def _present(path: Path) -> tuple[str | None, bool]:
    """Give the SHA-256 of the file that is there, if any, and whether it is a device or a pipe."""
    try:
        if path.is_dir():
            raise OutputError(_("{path} 是文件夹，请给出文件名。", path=path))
        if not path.exists():
            return None, False
        if not path.is_file():
            return None, True
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), False
    except OSError as error:
        raise _unusable(path, error) from error


def _write_special(path: Path, chunks: Iterable[bytes]) -> str:
    """Write to a device or a pipe, which is never replaced; give the SHA-256 of what was written."""
    made = hashlib.sha256()
    try:
        with path.open("wb") as stream:
            for chunk in chunks:
                made.update(chunk)
                stream.write(chunk)
    except OSError as error:
        raise _unusable(path, error) from error
    return made.hexdigest()


def _unusable(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or error
    return OutputError(_("不能使用输出文件 {path}（{reason}），请换一个文件名。", path=path, reason=reason))


def _is_to_be_written(path: Path, made: str, present: str | None, *, force: bool, own_digest: str | None) -> bool:
    if present == made:
        return False
    if present is not None and not force and present != own_digest:
        raise OutputError(_("{path} 已经存在且内容不同：换一个文件名，或加 --force 覆盖。", path=path))
    return True


def is_output_folder(folder: Path) -> bool:
    """Tell whether a folder holds results of this tool, which are never inputs of another run."""
    try:
        return "written_by" in json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError, TypeError):
        return False


class OutputFolder(msgspec.Struct):
    """A folder of outputs with a manifest of what this tool wrote there.

    The manifest (``manifest.json``) maps relative paths to SHA-256; it lets a second run replace
    its own files and never those that somebody edited or added.
    """

    root: Path
    force: bool = False
    written: dict[str, str] = msgspec.field(default_factory=dict)
    _before: dict[str, str] = msgspec.field(default_factory=dict)
    _facts: dict[str, object] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.root.exists() and not self.root.is_dir():
            raise OutputError(_("{path} 不是文件夹，请给出一个文件夹。", path=self.root))
        manifest = self.root / MANIFEST
        if manifest.is_file():
            try:
                document = json.loads(manifest.read_text("utf-8"))
                before = {str(name): str(value) for name, value in document.pop("files").items()}
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                raise OutputError(_("清单 {path} 读不懂：请移走它，或换一个输出文件夹。", path=manifest)) from error
            self._facts = document
            # A manifest is a file that anybody can edit: it never speaks of anything outside its folder.
            self._before = {name: value for name, value in before.items() if self._inside(name)}

    def _inside(self, name: str) -> bool:
        return self.root.resolve() in (self.root / name).resolve().parents

    def write(self, name: str, data: bytes | Iterable[bytes]) -> Path:
        """Write ``name`` (a relative path with ``/``) by the rules of :func:`write_output`."""
        path = self.root / name
        try:
            _changed, made = _write(path, data, force=self.force, own_digest=self._before.get(name))
        except OutputError:
            if self.written:
                self._save(self._facts, {**self._before, **self.written})
            raise
        self.written[name] = made
        return path

    def finish(self, facts: dict[str, object] | None = None) -> Path:
        """Remove this tool's outputs of an earlier run that no longer arise; write the manifest.

        A former output that somebody has edited since stays.
        """
        for name in sorted(set(self._before) - set(self.written)):
            path = self.root / name
            if path.is_file() and digest(path.read_bytes()) == self._before[name]:
                path.unlink()
        return self._save(facts or {}, self.written)

    def _save(self, facts: dict[str, object], files: dict[str, str]) -> Path:
        data = (
            json.dumps({**facts, "files": dict(sorted(files.items()))}, ensure_ascii=False, indent=2) + "\n"
        ).encode()
        path = self.root / MANIFEST
        if not path.is_file() or path.read_bytes() != data:
            _write_whole(path, data)
        return path
