"""What a start needs of the bundled forms: what a build of the wheel keeps of them, for ``nianbao.forms.kept_forms``."""

from __future__ import annotations

import sys
from pathlib import Path

import nianbao_forms
from nianbao.forms.arrange import arranged
from nianbao.forms.kept_forms import KEPT, kept
from nianbao.plugins.loaded_packs import Pack
from nianbao.plugins.registry import PluginRegistry
from nianbao.workbooks.content_drift import expected_formulas


def kept_forms() -> dict[str, bytes]:
    """Return the content of the file for each bundled form, by its path below the package of the forms."""
    registry = PluginRegistry(load_installed=False)
    registry.register(nianbao_forms, Pack(name=nianbao_forms.__name__, distribution="nianbao", version="0"))
    files = {}
    for form in registry.find_form.forms:
        folder = registry.form_folders[form.id].folder
        layout = arranged(form, (), False)
        place = (folder / KEPT).relative_to(Path(nianbao_forms.__file__).parent).as_posix()
        files[place] = kept(folder, layout, expected_formulas(layout), registry.find_form.base_of(form.id))
    return files


if __name__ == "__main__":
    for place, content in kept_forms().items():
        file = Path(sys.argv[1]) / place
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
