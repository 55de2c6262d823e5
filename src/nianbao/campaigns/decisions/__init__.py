"""Decisions of the office: the status list in which they are typed, read back, and written into the ledger."""
