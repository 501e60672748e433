"""What is particular to one data set: its defaults, its conflicts with others, and which of its rows are locked."""
