"""Readers of published reports, one for each kind of file; all return the same neutral blocks, and none knows a form."""
