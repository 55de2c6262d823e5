"""Plugins: what packs may offer, and the registry that takes it in, guarded."""
