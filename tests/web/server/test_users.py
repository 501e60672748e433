"""Users: who is taken, who is refused, and what of it stands on disk."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from invotrack_analytics.errors import AccessError
from invotrack_analytics.web.server.users import add_user, find_user, list_users, password_fits, remove_user


def test_users_are_kept_in_the_order_of_being_added(tmp_path: Path) -> None:
    add_user(tmp_path, "zoë", "manager", None, "correct horse")
    add_user(tmp_path, "Ann.B@acme", "client", "C1", "battery staple")
    assert [(user.name, user.role, user.client_id) for user in list_users(tmp_path)] == [
        ("zoë", "manager", None),
        ("Ann.B@acme", "client", "C1"),
    ]


def test_only_the_owner_reads_the_file_and_no_password_stands_in_it(tmp_path: Path) -> None:
    add_user(tmp_path, "ann", "manager", None, "correct horse")
    file = tmp_path / "users.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "correct horse" not in file.read_text("utf-8")
    assert json.loads(file.read_text("utf-8"))["users"][0]["password_hash"].startswith("$argon2id$")
    assert "argon2" not in repr(list_users(tmp_path))


@pytest.mark.parametrize(
    ("name", "role", "client", "password", "reason"),
    [
        ("", "manager", None, "correct horse", "user name ''"),
        ("a b", "manager", None, "correct horse", "user name 'a b'"),
        ("a\nb", "manager", None, "correct horse", "user name"),
        ("<b>", "manager", None, "correct horse", "user name"),
        ("ann", "admin", None, "correct horse", "allowed are manager, accountant, client"),
        ("ann", "client", None, "correct horse", "--client ID"),
        ("ann", "manager", "C1", "correct horse", "leave out --client"),
        ("ann", "manager", None, "", "1 to 1024 characters"),
        ("ann", "manager", None, "   ", "1 to 1024 characters"),
        ("ann", "manager", None, "x" * 1025, "1 to 1024 characters"),
        ("BOB", "manager", None, "correct horse", "there is a user BOB already"),
    ],
)
def test_what_cannot_be_a_user_is_refused_in_one_line(  # noqa: PLR0917
    tmp_path: Path, name: str, role: str, client: str | None, password: str, reason: str
) -> None:
    add_user(tmp_path, "bob", "manager", None, "battery staple")
    with pytest.raises(AccessError, match=reason) as refused:
        add_user(tmp_path, name, role, client, password)
    assert "\n" not in str(refused.value)
    assert [user.name for user in list_users(tmp_path)] == ["bob"]


def test_removing(tmp_path: Path) -> None:
    add_user(tmp_path, "ann", "manager", None, "correct horse")
    add_user(tmp_path, "bob", "manager", None, "battery staple")
    remove_user(tmp_path, "Ann")
    assert [user.name for user in list_users(tmp_path)] == ["bob"]
    with pytest.raises(AccessError, match="there is no user ann"):
        remove_user(tmp_path, "ann")


def test_a_password_fits_its_user_only(tmp_path: Path) -> None:
    add_user(tmp_path, "ann", "manager", None, "correct horse")
    ann = find_user(tmp_path, "ANN")
    assert password_fits(ann, "correct horse")
    assert not password_fits(ann, "Correct horse")
    assert not password_fits(find_user(tmp_path, "nobody"), "correct horse")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"users": [{"name": "ann"}]}', '{"users": 3}'])
def test_a_damaged_file_is_named_and_never_means_nobody(tmp_path: Path, text: str) -> None:
    (tmp_path / "users.json").write_text(text, "utf-8")
    with pytest.raises(AccessError, match=r"users\.json cannot be read"):
        list_users(tmp_path)
