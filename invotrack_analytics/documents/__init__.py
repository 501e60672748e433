"""Documents: invoice data in, bytes out. Knows no database, reads no clock and asks no network.

`invoice` says what a document holds, `labels` which words stand on it, `figures` how amounts and dates are written,
`sheet` what stands where, `look` what a company chooses of its looks, `glyphs` which characters can be printed, `pdf`
makes the file with `invoice.typ`, `payment_code` the QR code on it and `facturx` what makes it an e-invoice too.

`einvoice` is the document in the terms of EN 16931 (`vat` its tax), which `ubl` and `cii` write with `markup`; `ledes`
is for legal clients. `account` knows an IBAN.
"""
