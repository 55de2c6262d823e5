"""Which rules run: code prefixes to select and to ignore; the longest prefix wins."""

from __future__ import annotations

import msgspec


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Code prefixes; empty ``select`` means every rule. On a tie, ``ignore`` wins."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @property
    def partial(self) -> bool:
        """Whether any prefix is given at all."""
        return bool(self.select or self.ignore)

    def takes(self, code: str) -> bool:
        """Return whether a code is selected."""
        # With nothing selected everything is, as by an empty prefix; with something, whatever is not named is left
        # out.
        selected = max(
            (len(prefix) for prefix in self.select if code.startswith(prefix)), default=-1 if self.select else 0
        )
        ignored = max((len(prefix) for prefix in self.ignore if code.startswith(prefix)), default=-1)
        return selected > ignored


EVERYTHING = Selection()
