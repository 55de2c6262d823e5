"""Campaigns: a roster becomes workbooks, and the workbooks sent back become findings and reports."""
