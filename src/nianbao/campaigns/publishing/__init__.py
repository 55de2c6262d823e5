"""Publishing: signed, released, listed, withdrawn; each step an event before its file."""
