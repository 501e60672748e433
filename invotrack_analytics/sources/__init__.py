"""Sources: a file → rows of text, each with its line; which profile reads it is found from its content."""
