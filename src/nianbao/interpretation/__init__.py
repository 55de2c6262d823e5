"""Interpret reports by a form: sections, texts and figures are found by the form's own words, never by position."""
