"""Prose about figures: a lexicon, a scanner, and the grammar that binds numbers to cells."""
