"""Bring the English catalogues up to date with the source: ``python -m nianbao_development.catalogues``.

Messages that went away are dropped, those that are new wait for a translation in the ``.po`` file:
write it there and run this again, which compiles it. Nothing in the files depends on date, machine,
line numbers or Babel's version.
"""

from __future__ import annotations

import ast
import io
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

import jinja2
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

ROOT = Path(__file__).parents[2]
PACKAGES = {"nianbao": ROOT / "src" / "nianbao", "nianbao_rules": ROOT / "plugins" / "nianbao_rules"}
"""Each gettext domain and the package that it translates."""
COMMAND = "python -m nianbao_development.catalogues"

_KEYWORDS = {"_": None, "plural": (1, 1)}


def _in_python(
    stream: IO[bytes], keywords: Collection[str], _tags: object, options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Find messages in Python; Babel's own extractor misses those that stand deep inside others."""
    for node in ast.walk(ast.parse(stream.read())):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in keywords and isinstance(node.args[0].value, str):
                yield node.lineno, name, node.args[0].value, []


def _in_template(
    stream: IO[bytes], keywords: Collection[str], _tags: object, options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Find messages in Jinja templates; Jinja's own extractor does not know ``_.plural``."""
    for node in jinja2.Environment().parse(stream.read().decode()).find_all(jinja2.nodes.Call):
        if node.args and isinstance(node.args[0], jinja2.nodes.Const):
            name = getattr(node.node, "name", getattr(node.node, "attr", ""))
            if name in keywords:
                yield node.lineno, name, node.args[0].value, []


_METHODS = [("**.py", _in_python), ("**.jinja", _in_template)]


class _Catalogue(Catalog):
    """A catalogue whose header never changes by itself."""

    @property  # type: ignore[misc]
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Project-Id-Version", str(self.project)),
            ("Language", "en"),
            ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def written(domain: str) -> Path:
    """Return the path of a domain's English catalogue."""
    return PACKAGES[domain] / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"


def extracted(domain: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Return each message of a domain's package and the place where it stands."""
    package = PACKAGES[domain]
    found = extract_from_dir(package, _METHODS, keywords=_KEYWORDS)  # type: ignore[arg-type]
    for path, line, message, _comments, _context in found:
        yield f"{package.relative_to(ROOT).as_posix()}/{Path(path).as_posix()}:{line}", message


def read_catalogue(domain: str) -> Catalog:
    """Read a domain's English catalogue; an empty one where there is none."""
    path = written(domain)
    return read_po(io.BytesIO(path.read_bytes() if path.exists() else b""), locale="en", ignore_obsolete=True)


def key(message: Message) -> str:
    """Return the Chinese text of a message."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def untranslated(message: Message) -> bool:
    """Return whether a message, or one of its two forms, has no translation that stands."""
    strings = [message.string] if isinstance(message.id, str) else message.string or [""]
    return message.fuzzy or not all(strings)


def updated(domain: str) -> Catalog:
    """Return the catalogue of all that the source has now, with the translations that are there."""
    before = {key(message): message for message in read_catalogue(domain) if message.id}
    catalogue = _Catalogue(
        project=domain, locale="en", header_comment=f"# English for {domain}; see {COMMAND}.", fuzzy=False
    )
    for _place, message in extracted(domain):
        text = message if isinstance(message, str) else message[0]
        known = before.get(text)
        same = known is not None and isinstance(known.id, str) == isinstance(message, str)
        catalogue.add(message, known.string if known is not None and same else None)
    return catalogue


def po_bytes(catalogue: Catalog) -> bytes:
    """Return a catalogue as a ``.po`` file."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=0, no_location=True, sort_output=True)
    return stream.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return a catalogue as a ``.mo`` file."""
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def main() -> int:
    """Update and compile every catalogue; 1 while a translation is missing."""
    missing = []
    for domain in PACKAGES:
        catalogue = updated(domain)
        path = written(domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_bytes(catalogue))
        path.with_suffix(".mo").write_bytes(mo_bytes(catalogue))
        missing += [(path, key(message)) for message in catalogue if message.id and untranslated(message)]
    for path, text in missing:
        sys.stdout.write(f"{path.relative_to(ROOT)}: no translation of {text!r}\n")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
