"""Reports as they exist: a reader a kind of file, each giving the same neutral blocks; nothing here knows a form."""
