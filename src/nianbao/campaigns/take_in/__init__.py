"""Taking in what came: every file of the inbox listed, kept, read, and told whose it is."""
