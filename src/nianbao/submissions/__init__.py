"""Submissions: what a unit reported, its figures normalised, its identities evaluated."""
