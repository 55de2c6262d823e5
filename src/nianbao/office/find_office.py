"""The office in force: by the nearest configuration, never by one that came with the files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.language import Domain
from nianbao.office.nearest import nearest_configuration
from nianbao.office.office import PLAIN, Office

if TYPE_CHECKING:
    from collections.abc import Iterable

_ = Domain("nianbao")


def find_office(start: Path | None = None, inputs: Iterable[Path] = ()) -> Office:
    """Return the office of the nearest configuration above ``start`` (the working directory, when left out).

    ``inputs`` are the folders of files to check; a configuration inside one of them is named
    in ``notices`` and not used. Raises what :meth:`Office.read` raises.
    """
    path, passed_over = nearest_configuration(str(start or Path.cwd()), map(str, inputs))
    office = Office.read(Path(path)) if path else PLAIN
    notices = tuple(
        _("{path} 在所给的文件夹里面，没有采用：设置要放在收来的文件之外。", path=Path(path))
        for path in passed_over
    )
    return replace(office, notices=(*office.notices, *notices)) if notices else office
