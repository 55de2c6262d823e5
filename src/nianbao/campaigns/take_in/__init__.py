"""Take in the files of the inbox: list, archive and read them, and find out whose they are."""
