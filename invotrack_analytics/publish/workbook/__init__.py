"""The parts of an Excel workbook: its cover, a sheet for each report, its charts."""
