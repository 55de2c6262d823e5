"""What an earlier ``collect`` left in a folder: results of other files than those asked for now."""

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
    # Relative: the folder and its inputs may be moved together, and the next run may start somewhere else.
    kept = []
    for path in paths:
        try:
            kept.append(Path(os.path.relpath(path.resolve(), root.resolve())).as_posix())
        except ValueError:  # another drive of Windows
            kept.append(path.resolve().as_posix())
    return kept


def require_same_inputs(folder: OutputFolder, paths: Sequence[Path]) -> None:
    """Raise :class:`UsageError` where the folder holds results of files that are still there and not asked for now.

    Another folder of files would take the place of the first one's results, and nobody would know.
    """
    former = folder.facts.get("inputs")
    if folder.force or not isinstance(former, list):
        return
    given = [path.resolve() for path in paths]
    left_out = []
    for kept in map(str, former):
        path = Path(os.path.normpath(folder.root.resolve() / kept))
        # What is gone cannot be given again; a folder above the former one takes it in.
        if path.exists() and not any(each == path or each in path.parents for each in given):
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
