"""Campaigns: a roster becomes workbooks; workbooks that come back become findings and reports."""
