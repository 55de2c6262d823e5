"""Files: what kind a file is, archives and limits, YAML, outputs."""
