"""The office's decisions."""
