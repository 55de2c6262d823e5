"""What goes back to the units: returned workbooks, letters, pages, messages, reminders."""
