"""Guard the results that an earlier ``collect`` left in a folder for other files than those given now."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.errors import UsageError
from nianbao.language import Domain, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.files.output_folder import OutputFolder

_ = Domain("nianbao")


def inputs_as_kept(paths: Sequence[Path], root: Path) -> list[str]:
    """Return paths as a manifest keeps them: relative to the folder of outputs, with ``/``."""
    # Relative, because folder and inputs may be moved together, and the next run may start in another directory.
    relative_paths = []
    for path in paths:
        try:
            relative_paths.append(Path(os.path.relpath(path.resolve(), root.resolve())).as_posix())
        except ValueError:  # another drive of Windows
            relative_paths.append(path.resolve().as_posix())
    return relative_paths


def require_same_inputs(folder: OutputFolder, paths: Sequence[Path]) -> None:
    """Raise :class:`UsageError` if the folder holds results of files that still exist and are not given now.

    Otherwise the results of other files would silently replace them.
    """
    former = folder.facts.get("inputs")
    if folder.force or not isinstance(former, list):
        return
    given_paths = [path.resolve() for path in paths]
    left_out = []
    for relative in map(str, former):
        path = Path(os.path.normpath(folder.root.resolve() / relative))
        # A deleted file cannot be given again; a folder that contains the former one covers it.
        if path.exists() and not any(other == path or other in path.parents for other in given_paths):
            left_out.append(path)
    if left_out:
        raise UsageError(
            _(
                "{folder} 里是 {former} 的结果，这次没有给出：再收一批请把各处路径一起给出，或换一个输出文件夹；"
                "不要原来的结果了，请加 --force。",
                folder=folder.root,
                former=listed(left_out),
            )
        )
