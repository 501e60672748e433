"""Intake: text rows → typed, validated rows in the books; what cannot be accepted waits in quarantine."""
