"""Bookkeeping: the journal of the receivables, handed to the ledger that the accountant keeps elsewhere.

`journal.sql` derives the entries from the documents, `chart` gives each its account, `exporting` notes what was handed
over, so that each entry goes once and a later correction goes as reversal and new entry.
"""
