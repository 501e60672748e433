"""Correspondence: what goes to clients. Joins the books, which say what is so, and the outbox, which sends."""
