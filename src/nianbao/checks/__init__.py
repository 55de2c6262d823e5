"""Checks: rules, what they may look at, how they are run, and how findings are shown."""
