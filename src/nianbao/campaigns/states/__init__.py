"""The state of a campaign, a function of its events: which file counts, what is open, what each unit's label is."""
