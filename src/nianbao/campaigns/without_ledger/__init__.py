"""Many files without a campaign: workbooks for a roster, and a folder of results from the files of one run."""
