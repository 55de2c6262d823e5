"""Rules as their authors see them: the decorator, the context, the set."""
