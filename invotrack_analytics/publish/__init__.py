"""Publish: a report's answer, and the data sets, as people see them: terminal, file, workbook, notebook, dashboard."""
