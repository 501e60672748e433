"""Writes the sample data: `python data/make_sample.py data/sample`.

Plain standard library, seeded, no clock: running it twice gives byte-identical files.
"""

import sys
from pathlib import Path

from sample_firm.books import all_rows, make_books
from sample_firm.expected import expect
from sample_firm.files import write_folder
from sample_firm.rotten import all_rotten_files


def main(target: Path) -> None:
    """Write every file of the sample into `target`, which is made if need be."""
    books = make_books()
    clean, rotten = all_rows(books), all_rotten_files(books)
    write_folder(target, clean, rotten, expect(books, clean, rotten))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "data/sample"))
    print("The sample data is written.")
