"""All layout damages."""

from __future__ import annotations

from .damages_of_cells import FORMULAS, LABELS, OUTSIDE
from .damages_of_identity import IDENTITY
from .damages_of_places import BLOCKS, MOVES
from .damages_of_sheets import MERGES, PROTECTION, SHEETS

DAMAGES = (*SHEETS, *IDENTITY, *PROTECTION, *MERGES, *LABELS, *FORMULAS, *BLOCKS, *MOVES, *OUTSIDE)
