"""Pictures that a platform already has are not uploaded again while it keeps them."""

from datetime import timedelta

import pytest

from channels.uploads import Uploads
from conversations.database import Database

PICTURE = "/media/a.png"


class Shelf:
    """A platform's: gives an id to all it gets."""

    def __init__(self) -> None:
        self.count = 0

    async def put(self) -> str:
        self.count += 1
        return f"media {self.count}"


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


async def test_a_picture_is_uploaded_once_for_all_processes(database: Database, shelf: Shelf) -> None:
    ids = [await Uploads(database, "wechat:app").id_of(PICTURE, shelf.put) for _ in range(3)]
    assert ids == ["media 1"] * 3


async def test_another_account_has_its_own_id(database: Database, shelf: Shelf) -> None:
    await Uploads(database, "wechat:app").id_of(PICTURE, shelf.put)
    assert await Uploads(database, "wechat:other").id_of(PICTURE, shelf.put) == "media 2"


async def test_an_id_near_its_end_is_replaced(database: Database, shelf: Shelf) -> None:
    uploads = Uploads(database, "wechat:app", lasts=timedelta(minutes=30))
    await uploads.id_of(PICTURE, shelf.put)
    assert await uploads.id_of(PICTURE, shelf.put) == "media 2"


async def test_what_the_platform_has_lost_is_uploaded_again(database: Database, shelf: Shelf) -> None:
    uploads = Uploads(database, "wechat:app")
    lost = await uploads.id_of(PICTURE, shelf.put)
    await uploads.forget(PICTURE, lost)
    assert await uploads.id_of(PICTURE, shelf.put) == "media 2"


async def test_a_new_id_is_not_forgotten_with_the_old_one(database: Database, shelf: Shelf) -> None:
    uploads = Uploads(database, "wechat:app")
    await uploads.id_of(PICTURE, shelf.put)
    await uploads.forget(PICTURE, "media of before")
    assert await uploads.id_of(PICTURE, shelf.put) == "media 1"


async def test_a_failed_upload_leaves_no_id(database: Database, shelf: Shelf) -> None:
    async def fail() -> str:
        raise ConnectionError

    uploads = Uploads(database, "wechat:app")
    with pytest.raises(ConnectionError):
        await uploads.id_of(PICTURE, fail)
    assert await uploads.id_of(PICTURE, shelf.put) == "media 1"


async def test_what_has_lapsed_is_not_kept(database: Database, shelf: Shelf) -> None:
    await Uploads(database, "wechat:app", lasts=timedelta()).id_of("/media/old.png", shelf.put)
    await Uploads(database, "wechat:app").id_of(PICTURE, shelf.put)
    (row,) = await database.rows("select count(*) as count from channel_upload", {})
    assert row["count"] == 1
