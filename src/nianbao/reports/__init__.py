"""Reports: what is published, composed once and rendered in several formats."""
