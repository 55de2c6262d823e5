"""Findings: what a code means, and what was found."""
