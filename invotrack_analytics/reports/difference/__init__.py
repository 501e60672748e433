"""Difference: what stands differently in a report as known at two moments, and which changes of the books caused it."""

from invotrack_analytics.reports.difference.rows import difference, where_it_differs

__all__ = ["difference", "where_it_differs"]
