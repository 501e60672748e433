"""Who may sign in: kept in the workspace's users.json, passwords only as argon2 hashes."""

from __future__ import annotations

import json
import os
import re
import tempfile
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from invotrack_analytics.errors import AccessError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

FILE_NAME = "users.json"
ROLES = ("manager", "accountant", "client")

# A name goes into logs, the address bar of an audit and a JSON key: letters of any script, digits, and . _ @ + -
_NAME = re.compile(r"[\w.@+-]{1,64}")
_LONGEST_PASSWORD = 1024
_LOCK_SECONDS = 10
_NO_PASSWORD = ""


@dataclass(frozen=True)
class User:
    """Somebody who may sign in; `client_id` is set for, and only for, the role client."""

    name: str
    role: str
    client_id: str | None
    password_hash: str = field(repr=False)


def add_user(folder: Path, name: str, role: str, client_id: str | None, password: str | None) -> User:
    """Let somebody sign in to the workspace in `folder`; without a password, only by the identity provider.

    Raises AccessError where a value cannot be taken.
    """
    if not _NAME.fullmatch(name):
        message = f"user name {name!r} cannot be used: take 1 to 64 letters, digits or . _ @ + -"
        raise AccessError(message)
    if role not in ROLES:
        message = f"role {role!r} is not known; allowed are {', '.join(ROLES)}"
        raise AccessError(message)
    if (role == "client") != bool(client_id):
        message = (
            f"user {name} has the role client: say which one with --client ID"
            if role == "client"
            else f"user {name} has the role {role}, which sees every client: leave out --client"
        )
        raise AccessError(message)
    if password is not None and (not password.strip() or len(password) > _LONGEST_PASSWORD):
        message = f"the password of {name} must have 1 to {_LONGEST_PASSWORD} characters, not all of them blank"
        raise AccessError(message)
    user = User(name, role, client_id or None, _hasher().hash(password) if password is not None else _NO_PASSWORD)
    with _locked(folder):
        users = list_users(folder)
        if _find(users, name):
            message = f"there is a user {name} already; remove it first with `invotrack user remove {name}`"
            raise AccessError(message)
        _write(folder, [*users, user])
    return user


def remove_user(folder: Path, name: str) -> None:
    """Take a user's access away, at once also where it is signed in. Raises AccessError where there is none."""
    with _locked(folder):
        users = list_users(folder)
        found = _find(users, name)
        if found is None:
            message = f"there is no user {name}; `invotrack user list` shows who there is"
            raise AccessError(message)
        _write(folder, [user for user in users if user is not found])


def list_users(folder: Path) -> list[User]:
    """Everybody who may sign in, in the order of being added. Raises AccessError where the file is damaged."""
    path = folder / FILE_NAME
    try:
        records = json.loads(path.read_text("utf-8"))["users"]
        return [User(**record) for record in records]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = (
            f"{path} cannot be read as a list of users ({error}); restore it, or remove it and add the users again"
        )
        raise AccessError(message) from error


def find_user(folder: Path, name: str) -> User | None:
    """The user of that name, upper and lower case alike."""
    return _find(list_users(folder), name)


def password_fits(user: User | None, password: str) -> bool:
    """Whether the password is the user's; takes as long (about 50 ms of a core) where there is no such user."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify((user and user.password_hash) or _nobodys_hash(), password) and user is not None
    except (VerificationError, InvalidHashError):
        return False


def _find(users: list[User], name: str) -> User | None:
    return next((user for user in users if user.name.casefold() == name.casefold()), None)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(os.urandom(16).hex())


def _locked(folder: Path) -> FileLock:
    return FileLock(folder / f".{FILE_NAME}.lock", timeout=_LOCK_SECONDS, mode=0o600)


def _write(folder: Path, users: list[User]) -> None:
    document: dict[str, Any] = {"users": [asdict(user) for user in users]}
    # mkstemp gives mode 0600; the rename makes the new file appear whole or not at all.
    descriptor, temporary = tempfile.mkstemp(prefix=f".{FILE_NAME}.", dir=folder)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(document, file, indent=2, ensure_ascii=False)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(folder / FILE_NAME)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
