"""The ledger: one append-only table of events in a hash chain, and the archive of the bytes that they name."""
