"""Who is signed in now, and who has to wait after wrong passwords: kept in memory, so a restart signs everybody out."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from invotrack_analytics.web.server.users import FILE_NAME, User, list_users

LONGEST_SECONDS = 12 * 3600
"""A sign-in ends so long after it began, whatever happens in between."""
IDLE_SECONDS = 2 * 3600
"""A sign-in ends when nothing was asked for so long."""

FREE_TRIES = 5
FIRST_WAIT_SECONDS = 30
LONGEST_WAIT_SECONDS = 15 * 60
_MOST_NAMES = 10_000

Clock = Callable[[], float]


@dataclass(eq=False)
class SignIn:
    """One person at one browser. `handle` names it where the page's scripts can read; it opens nothing by itself."""

    user: User
    began: float
    last_seen: float
    handle: str = field(default_factory=lambda: secrets.token_urlsafe(16))


class SignIns:
    """The sign-ins that hold; one ends with its time, at sign-out, and when its user is removed or changed."""

    def __init__(self, folder: Path, clock: Clock = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._by_digest: dict[str, SignIn] = {}
        self._users_version: tuple[int, int, int] | None = None
        self._users: frozenset[User] = frozenset()

    def begin(self, user: User) -> tuple[str, SignIn]:
        """Sign the user in; the token is for the browser's cookie alone."""
        for digest, sign_in in list(self._by_digest.items()):
            if not self.holds(sign_in):
                del self._by_digest[digest]
        token = secrets.token_urlsafe(32)
        now = self._clock()
        sign_in = SignIn(user, now, now)
        self._by_digest[_digest(token)] = sign_in
        return token, sign_in

    def find(self, token: str) -> SignIn | None:
        """The sign-in that the token stands for, while it holds; being asked for keeps it from going idle."""
        sign_in = self._by_digest.get(_digest(token))
        return sign_in if sign_in and self.touch(sign_in) else None

    def touch(self, sign_in: SignIn) -> bool:
        """Whether the sign-in holds; if so, it is no longer idle."""
        if not self.holds(sign_in):
            return False
        sign_in.last_seen = self._clock()
        return True

    def holds(self, sign_in: SignIn) -> bool:
        """Whether the sign-in has not ended."""
        now = self._clock()
        return (
            now - sign_in.began < LONGEST_SECONDS
            and now - sign_in.last_seen < IDLE_SECONDS
            and sign_in.user in self._current_users()
        )

    def end(self, sign_in: SignIn) -> None:
        """Sign out; pages that are still open lose their access with it."""
        sign_in.began = float("-inf")
        self._by_digest = {digest: other for digest, other in self._by_digest.items() if other is not sign_in}

    def _current_users(self) -> frozenset[User]:
        try:
            status = (self._folder / FILE_NAME).stat()
        except FileNotFoundError:
            return frozenset()
        version = (status.st_mtime_ns, status.st_ino, status.st_size)
        if version != self._users_version:
            self._users, self._users_version = frozenset(list_users(self._folder)), version
        return self._users


class Lockout:
    """Makes a name wait after wrong passwords: 30 seconds after five, and twice as long after each further one."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def admit(self, name: str) -> int:
        """Seconds that the name has to wait; 0 lets one try through, which counts as wrong until `clear`.

        Counting before the password is checked keeps many tries at once from passing together.
        """
        name = name.casefold()
        wrong, waits_until = self._wrong.pop(name, (0, 0.0))
        left = waits_until - self._clock()
        if left > 0:
            self._wrong[name] = (wrong, waits_until)
            return int(left) + 1
        wrong += 1
        wait = min(FIRST_WAIT_SECONDS * 2 ** min(wrong - FREE_TRIES, 10), LONGEST_WAIT_SECONDS)
        self._wrong[name] = (wrong, self._clock() + wait if wrong >= FREE_TRIES else 0.0)
        if len(self._wrong) > _MOST_NAMES:
            self._wrong.popitem(last=False)
        return 0

    def clear(self, name: str) -> None:
        """Forget the name's wrong passwords: it gave the right one."""
        self._wrong.pop(name.casefold(), None)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
