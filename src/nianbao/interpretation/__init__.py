"""Reports understood by the form: sections, texts and figures found by the form's own words, never by position."""
