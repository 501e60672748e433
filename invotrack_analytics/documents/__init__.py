"""Documents: invoice data in, bytes out. Knows no database, reads no clock and asks no network.

`invoice` says what a document holds, `labels` which words stand on it, `figures` how amounts and dates are written,
`sheet` what stands where, `glyphs` which characters can be printed, `pdf` makes the file with `invoice.typ`.
"""
