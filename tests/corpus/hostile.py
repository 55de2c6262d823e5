"""All hostile and broken files."""

from __future__ import annotations

from .hostile_archives import ARCHIVES
from .hostile_foreign import FOREIGN
from .hostile_formats import FORMATS
from .hostile_markup import ENCODINGS, ENTITIES, MARKUP, PARTS
from .hostile_places import CELLS, NUMBERS_OF_THINGS, RANGES

HOSTILE = (
    *ARCHIVES,
    *ENTITIES,
    *MARKUP,
    *ENCODINGS,
    *PARTS,
    *CELLS,
    *NUMBERS_OF_THINGS,
    *RANGES,
    *FORMATS,
    *FOREIGN,
)
