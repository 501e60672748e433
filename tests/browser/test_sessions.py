"""Sessions one after another: each is answered however fast it asks, and the server keeps nothing of those that left.

In this process, so that what it keeps can be counted, and with the benchmark's browser that draws nothing.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import panel as pn
from bokeh.document import Document

import invotrack_analytics as iv
from invotrack_analytics.web.frame import Frame
from invotrack_analytics.web.pages import PAGES
from invotrack_analytics.web.parts.sheet import Sheet
from invotrack_analytics.web.serve import build_server
from tests.benchmarks.bench_dashboard import Session
from tests.browser.client import PASSWORDS, Client, Site

WARMING, SESSIONS = 2, 8
ASKED = ("/debtors", "/reports/open_invoices", "/debtors", "/reports/open_invoices", "/client")
LONGEST_WAIT = 20


def kept() -> Counter[str]:
    """How many of a session's parts there are, and how much stands in the registers of Panel's state."""
    gc.collect()
    counted = Counter(type(one).__name__ for one in gc.get_objects() if type(one) in {Frame, Sheet, Document})
    for name, register in vars(pn.state).items():
        if isinstance(register, dict | list | set):
            counted[f"state.{name}"] = len(register)
    return counted


async def visit(address: str, cookie: str) -> None:
    """Open a page, go to others as fast as they are shown, and leave."""
    session = Session(address, cookie)
    await asyncio.wait_for(session.open("/"), LONGEST_WAIT)
    for path in ASKED:
        await asyncio.wait_for(session.follow(path), LONGEST_WAIT)
    session.close()


async def leave_nothing(server: Any) -> None:
    """Let go of sessions that nobody is connected to, as Bokeh does by itself after a while."""
    await asyncio.sleep(0.3)
    server._tornado._unused_session_lifetime_milliseconds = 0  # noqa: SLF001
    await server._tornado._cleanup_sessions()  # noqa: SLF001
    await asyncio.sleep(0.3)


async def come_and_go(workspace: Path) -> tuple[Counter[str], Counter[str]]:
    """What is kept after a few sessions, and after many more."""
    server = build_server(iv.open(workspace), "127.0.0.1", 0, PAGES)
    server.start()
    site = Site(f"http://127.0.0.1:{server.port}", workspace)
    client = Client(site)
    await asyncio.to_thread(client.sign_in, "ann", PASSWORDS["ann"])
    cookie = f"invotrack_sign_in={client.cookies['invotrack_sign_in']}"
    found = []
    try:
        for sessions in (WARMING, SESSIONS):
            for _ in range(sessions):
                await visit(site.url, cookie)
            await leave_nothing(server)
            found.append(kept())
    finally:
        server.stop()
    return found[0], found[1]


def test_a_session_is_answered_each_time_and_leaves_nothing(workspace: Path) -> None:
    # pytest keeps what is logged, and Panel logs events with all that hangs on them.
    logging.disable()
    try:
        # In a thread of its own: the browser of other tests may have an event loop running in this one.
        with ThreadPoolExecutor(1) as thread:
            before, after = thread.submit(lambda: asyncio.run(come_and_go(workspace))).result()
    finally:
        logging.disable(logging.NOTSET)
    assert {name: (before[name], count) for name, count in after.items() if count > before[name]} == {}
    assert after["Frame"] <= 1
