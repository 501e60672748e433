"""What a person does from a page: import, correct, note, bill, download."""
