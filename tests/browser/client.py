"""Somebody who asks the dashboard without a browser, and the dashboard that is asked."""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode, urlparse

PASSWORDS = {"ann": "correct horse", "bob": "battery staple", "cleo": "eight candles", "lou": "forgets it"}


@dataclass(frozen=True)
class Site:
    """A running dashboard and the workspace it shows."""

    url: str
    workspace: Path


class Client:
    """A client without a browser: one cookie jar, no redirects followed."""

    def __init__(self, site: Site) -> None:
        self.host = urlparse(site.url).netloc
        self.cookies: dict[str, str] = {}
        self.headers: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, http.client.HTTPMessage, str]:
        """The status, headers and text of an answer; a form is sent, else the path is read."""
        connection = http.client.HTTPConnection(self.host, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **self.headers}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("GET" if form is None else "POST", path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, answer.headers, text

    def sign_in(self, name: str, password: str) -> tuple[int, http.client.HTTPMessage, str]:
        """Through the form."""
        _, _, page = self.ask("/login")
        token = re.search(r'name="_xsrf" value="([^"]+)"', page)
        assert token is not None
        return self.ask("/login", {"username": name, "password": password, "_xsrf": token[1]})


@cache
def cookies_of(url: str, name: str) -> Mapping[str, str]:
    """The cookies of somebody who has signed in, once for all tests that ask; none of them signs out."""
    client = Client(Site(url, Path()))
    assert client.sign_in(name, PASSWORDS[name])[0] == 303
    return client.cookies


def signed_in(site: Site, name: str) -> Client:
    """A client of somebody who has signed in before."""
    client = Client(site)
    client.cookies = dict(cookies_of(site.url, name))
    return client
