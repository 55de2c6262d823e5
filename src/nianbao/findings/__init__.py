"""Findings: what a code means, and where its fault is."""
