"""Collecting: who is to be asked what, and what stands against it; knows no mail."""
