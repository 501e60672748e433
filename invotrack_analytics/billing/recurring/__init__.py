"""Recurring: schedules billed period by period, each once, whatever runs and however often.

Periods, prices and states are the ledger's (`warehouse/recurring_*.sql`); here is what a run makes of the due ones.
"""
