"""The forms that packs offer: read with their bases, with the form that they extend, and in earlier versions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nianbao.errors import FormFileError, PackError
from nianbao.forms.form_folder import FORM_FILE, SENTENCES, earlier_version
from nianbao.forms.kept_forms import kept_form
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.forms.definition import Form

_ = Domain("nianbao")


class RegisteredForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form, the folder of its file, and the folders of its templates, the first that has one winning."""

    form: Form
    folder: Path
    templates: tuple[Path, ...]
    pack: str

    @property
    def sentences(self) -> Path:
        """The folder of its sentences: its own, else that of the form it extends."""
        return next(folder for folder in self.templates if (folder / SENTENCES).is_file())


class RegisteredForms:
    """Every form by id, in the order in which packs offer them; a form that extends another after it."""

    def __init__(self, offers: Iterable[tuple[object, Path]]) -> None:
        self.by_id: dict[str, RegisteredForm] = {}
        self._earlier: dict[tuple[str, str], Form | None] = {}
        waiting = list(offers)
        self._kept = {folder: kept_form(folder) for _pack, folder in waiting}
        while waiting:
            # Packs come by name, so that a form may be offered before the one it extends: those that wait are
            # tried again.
            ready = [offer for offer in waiting if self._base_of(*offer) in (None, *self.by_id)]
            for pack, folder in ready or waiting:  # where none is ready, reading raises what is missing
                self._add(str(pack), folder)
            waiting = [offer for offer in waiting if offer not in ready]

    def _base_of(self, pack: object, folder: Path) -> str | None:
        base = self._base_named(str(pack), folder / FORM_FILE)
        return base[0] if base else None

    def _base_named(self, pack: str, path: Path) -> tuple[str, str] | None:
        kept = self._kept[path.parent] if path.name == FORM_FILE else None
        if kept is not None:
            return kept.extends
        from nianbao.forms.form_file import base_named  # not loaded where a wheel brings the forms

        try:
            return base_named(path)
        except FormFileError as error:
            raise PackError(_("表单包 {pack}：{cause}", pack=pack, cause=error.message)) from error

    def _add(self, pack: str, folder: Path) -> None:
        form, templates = self._read(pack, folder / FORM_FILE, folder)
        if form.id in self.by_id:
            first_pack = self.by_id[form.id].pack
            raise PackError(_("表单 {form} 被登记了两次：{one} 和 {two}。", form=form.id, one=first_pack, two=pack))
        if not any((template_folder / SENTENCES).is_file() for template_folder in templates):
            # otherwise workbooks would be filled in of which no report can be composed
            raise PackError(_("表单包 {pack}：{folder} 里没有 {name}。", pack=pack, folder=folder, name=SENTENCES))
        self.by_id[form.id] = RegisteredForm(form=form, folder=folder, templates=templates, pack=pack)

    def _read(self, pack: str, path: Path, folder: Path) -> tuple[Form, tuple[Path, ...]]:
        """Read a form file that belongs to a folder; return the form, and where its templates may be."""
        base = self._base_named(pack, path)
        stands_on, base_file = self._found(base)
        templates = (folder, *stands_on.templates) if stands_on else (folder,)
        kept = self._kept[folder] if path == folder / FORM_FILE else None
        if kept is not None and (
            base is None or (base_file and stands_on and kept.stands_on(base_file, stands_on.folder))
        ):
            return kept.form, templates
        from nianbao.forms.form_file import read_form

        try:
            if base is None:
                return read_form(path, folder), templates
            if stands_on is None or base_file is None:
                raise FormFileError(
                    _(
                        "表单文件 {path} 的 extends：没有安装 {version} 版的表单 {form}，请先安装。",
                        path=path,
                        form=base[0],
                        version=base[1],
                    )
                )
            return read_form(path, folder, (base_file, stands_on.form.bases)), templates
        except FormFileError as error:
            raise PackError(_("表单包 {pack}：{cause}", pack=pack, cause=error.message)) from error

    def base_of(self, form_id: str) -> tuple[tuple[str, str], Path, Path] | None:
        """Return id and version of the form that a registered one extends, with that one's file and folder."""
        registered = self.by_id[form_id]
        base = self._base_named(registered.pack, registered.folder / FORM_FILE)
        stands_on, file = self._found(base)
        return (base, file, stands_on.folder) if base and stands_on and file else None

    def _found(self, base: tuple[str, str] | None) -> tuple[RegisteredForm | None, Path | None]:
        """Return the form that another extends, by id and version, and the file of that version."""
        stands_on = self.by_id.get(base[0]) if base else None
        return stands_on, self._file(stands_on, base[1]) if base and stands_on else None

    @staticmethod
    def _file(registered: RegisteredForm, version: str) -> Path | None:
        """Return the file of a version of a form; earlier ones stay in its pack."""
        is_present = version == registered.form.version
        return registered.folder / FORM_FILE if is_present else earlier_version(registered.folder, version)

    @property
    def forms(self) -> tuple[Form, ...]:
        """Every form, in its present version."""
        return tuple(registered.form for registered in self.by_id.values())

    def __call__(self, form_id: str, version: str | None = None, /) -> Form | None:
        """Find a form, as readers ask for it: :meth:`find`."""
        return self.find(form_id, version)

    def find(self, form_id: str, version: str | None = None) -> Form | None:
        """Return a form by id, in its present version or the requested one; ``None`` where there is none.

        Raises :class:`PackError` where an earlier version's file is wrong.
        """
        registered = self.by_id.get(form_id)
        if registered is None or version in (None, registered.form.version):
            return registered.form if registered else None
        key = form_id, str(version)
        if key not in self._earlier:
            path = self._file(registered, key[1])
            self._earlier[key] = self._read(registered.pack, path, registered.folder)[0] if path else None
        return self._earlier[key]
