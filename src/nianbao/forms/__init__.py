"""Forms: definition, form file, and the layout that says which cell belongs to which field."""
