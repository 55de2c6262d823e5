"""Outside a campaign's folder: workbooks for a roster, and a folder of results of the files that were collected."""
