"""Checks: rules run over what was read, findings settled, and the gate through which a report is published."""
