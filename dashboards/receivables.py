"""The receivables dashboard, without the command line: `python dashboards/receivables.py [WORKSPACE]`.

Only the door stands here. The pages live in `invotrack_analytics/web/pages`, what they are made of in `web/parts`,
what is done from them in `web/actions`, and who may come in in `web/server`. `invotrack serve` shows the same.
"""

from __future__ import annotations

import sys

import invotrack_analytics as iv
from invotrack_analytics.errors import InvotrackError
from invotrack_analytics.web.pages import PAGES
from invotrack_analytics.web.serve import serve


def main(workspace: str | None) -> None:
    """Serve a workspace's dashboard where its settings say, until interrupted."""
    book = iv.open(workspace)
    serve(book, book.settings.server.host, book.settings.server.port, PAGES)


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else None)
    except InvotrackError as error:
        sys.exit(str(error))
