"""A password is long enough, not known to everybody, and kept so that nobody can read it."""

import pytest
from argon2 import PasswordHasher

from desk.people.passwords import Passwords, WeakPassword, one_time, require_good
from tests.unit.desk.office import CHEAP


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "short"),
        ("Xk3!mP9q$", "short"),
        ("x" * 5 + "yz" * 98, "long"),
        ("Password123", "common"),
        ("１２３４５６７８９０", "common"),
        ("aaaaaaaaaaaa", "common"),
        ("121212121212", "common"),
        ("wang.fang.01", "like_name"),
        ("WANG.FANG.01", "like_name"),
        ("SH-0000001001", "like_name"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, why: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        require_good(password, ("wang.fang.01", "王芳", "SH-0000001001"))
    assert refused.value.facts == {"field": "new", "why": why}


@pytest.mark.parametrize("password", ["correct horse", "我的密码是一只鸡和两只鸭", "Xk3!mP9q$2"])
def test_a_good_password_is_taken(password: str) -> None:
    require_good(password, ("wang", "王芳", "1001"))
    assert len(password) >= 10


async def test_a_password_is_known_again_and_another_is_not() -> None:
    passwords = Passwords(CHEAP)
    kept = await passwords.hash("correct horse")
    assert kept.startswith("$argon2id$")
    assert "horse" not in kept
    assert await passwords.check(kept, "correct horse")
    assert await passwords.check(kept, "ｃorrect horse")
    assert not await passwords.check(kept, "Correct horse")
    assert not await passwords.check("no hash", "correct horse")


async def test_nobody_has_any_password() -> None:
    passwords = Passwords(CHEAP)
    assert not await passwords.check(None, "correct horse")
    assert not await passwords.check(None, "")


async def test_what_nobody_has_costs_a_hash_all_the_same() -> None:
    class Counting(PasswordHasher):
        verified = 0

        def verify(self, *values: object) -> bool:  # type: ignore[override]  # counts, then as ever
            self.verified += 1
            return super().verify(*values)  # type: ignore[arg-type]

    hasher = Counting(time_cost=1, memory_cost=8, parallelism=1)
    passwords = Passwords(hasher)
    await passwords.check(None, "x")
    await passwords.check(await passwords.hash("y"), "x")
    assert hasher.verified == 2


async def test_a_hash_that_is_too_cheap_by_now_is_stale() -> None:
    kept = await Passwords(CHEAP).hash("correct horse")
    assert not Passwords(CHEAP).is_stale(kept)
    assert Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)).is_stale(kept)


def test_a_password_for_one_sign_in_is_good_and_never_the_same() -> None:
    made = {one_time() for _ in range(100)}
    assert len(made) == 100
    for each in made:
        require_good(each, ("wang",))
