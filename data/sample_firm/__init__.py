"""Alder & Finch Consulting SL, a firm that does not exist: its people, work, invoices and money.

Read in this order: `period`, `clients`, `employees`, `projects`, `rates`, `work`, `invoices`,
`payments`, `expenses`, `rotten`, `expected`, `files`. Every module draws from a `Dice` of its own,
so a change in one leaves the others' files as they were.
"""
