"""Sign-ins end when they should, and wrong passwords make a name wait."""

from __future__ import annotations

from pathlib import Path

import pytest

from invotrack_analytics.web.server.sign_ins import (
    FIRST_WAIT_SECONDS,
    IDLE_SECONDS,
    LONGEST_SECONDS,
    LONGEST_WAIT_SECONDS,
    Lockout,
    SignIns,
)
from invotrack_analytics.web.server.users import User, add_user, remove_user


class Clock:
    """A clock that stands until it is moved."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ann(tmp_path: Path) -> User:
    return add_user(tmp_path, "ann", "manager", None, "correct horse")


@pytest.fixture
def sign_ins(tmp_path: Path, clock: Clock) -> SignIns:
    return SignIns(tmp_path, clock)


def test_a_token_finds_its_sign_in_and_nothing_else_does(sign_ins: SignIns, ann: User) -> None:
    token, sign_in = sign_ins.begin(ann)
    assert sign_ins.find(token) is sign_in
    assert sign_ins.find(sign_in.handle) is None
    assert sign_ins.find("") is None


def test_it_ends_when_idle(sign_ins: SignIns, ann: User, clock: Clock) -> None:
    token, _ = sign_ins.begin(ann)
    clock.now += IDLE_SECONDS - 1
    assert sign_ins.find(token)
    clock.now += IDLE_SECONDS - 1
    assert sign_ins.find(token)
    clock.now += IDLE_SECONDS
    assert sign_ins.find(token) is None


def test_it_ends_after_its_longest_time_however_busy(sign_ins: SignIns, ann: User, clock: Clock) -> None:
    token, _ = sign_ins.begin(ann)
    end = clock.now + LONGEST_SECONDS
    while clock.now + IDLE_SECONDS / 2 < end:
        clock.now += IDLE_SECONDS / 2
        assert sign_ins.find(token)
    clock.now = end
    assert sign_ins.find(token) is None


def test_it_ends_at_sign_out_for_open_pages_too(sign_ins: SignIns, ann: User) -> None:
    token, sign_in = sign_ins.begin(ann)
    other, _ = sign_ins.begin(ann)
    sign_ins.end(sign_in)
    assert sign_ins.find(token) is None
    assert not sign_ins.touch(sign_in)
    assert sign_ins.find(other)


def test_it_ends_with_its_user(sign_ins: SignIns, ann: User, tmp_path: Path) -> None:
    token, _ = sign_ins.begin(ann)
    add_user(tmp_path, "bob", "manager", None, "battery staple")
    assert sign_ins.find(token)
    remove_user(tmp_path, "ann")
    assert sign_ins.find(token) is None


def test_it_ends_when_the_user_comes_back_with_another_role(sign_ins: SignIns, ann: User, tmp_path: Path) -> None:
    token, _ = sign_ins.begin(ann)
    remove_user(tmp_path, "ann")
    add_user(tmp_path, "ann", "client", "C1", "correct horse")
    assert sign_ins.find(token) is None


def test_five_tries_are_free_then_the_wait_doubles_up_to_its_longest(clock: Clock) -> None:
    lockout = Lockout(clock)
    assert [lockout.admit("ann") for _ in range(5)] == [0] * 5
    waits = []
    for _ in range(7):
        wait = lockout.admit("ANN")
        waits.append(wait - 1)
        clock.now += wait
        assert lockout.admit("ann") == 0
    assert waits == [FIRST_WAIT_SECONDS * 2**step for step in range(5)] + [LONGEST_WAIT_SECONDS] * 2


def test_waiting_is_each_names_own_and_the_right_password_ends_it(clock: Clock) -> None:
    lockout = Lockout(clock)
    for _ in range(4):
        lockout.admit("ann")
    lockout.clear("Ann")
    assert [lockout.admit("ann") for _ in range(5)] == [0] * 5
    assert lockout.admit("ann") > 0
    assert lockout.admit("bob") == 0
