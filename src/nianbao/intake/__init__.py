"""Intake: bytes become readings; rosters, registers, last year's files."""
