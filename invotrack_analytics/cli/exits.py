"""Exit codes: what a caller is told besides words."""

CANNOT = 1
USAGE = 2
QUARANTINE = 3
DIFFERENCE = 4
INTERRUPTED = 130
