"""Batches: many files, over processes or an executor."""
