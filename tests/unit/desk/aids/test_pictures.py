"""Pictures of agents: only what is seen of them is kept, and nothing that is no picture, or too large."""

import io
import random
import struct
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from actions.media import Media
from desk.errors import Unreadable
from desk.work.pictures import HEAVIEST, LONGEST_SIDE, Pictures, written_anew

SECRET = b"secret-place"


def picture(kind: str = "PNG", size: tuple[int, int] = (30, 20), mode: str = "RGB", **how: Any) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, 120).save(file, kind, **how)
    return file.getvalue()


def noise(side: int) -> bytes:
    """What PNG cannot make small."""
    file = io.BytesIO()
    pixels = random.Random(7).randbytes(side * side * 3)  # noqa: S311 - no secret
    Image.frombytes("RGB", (side, side), pixels).save(file, "PNG", compress_level=0)
    return file.getvalue()


def seen(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG"
    return image


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_a_picture_is_kept_under_the_name_of_its_content(tmp_path: Path, kind: str) -> None:
    address = await Pictures(Media(tmp_path).keep).keep(picture(kind))
    kept = (tmp_path / address.removeprefix("/media/")).read_bytes()
    assert address == f"/media/{sha256(kept).hexdigest()}.png"
    assert (seen(kept).size, seen(kept).mode) == ((30, 20), "RGB")


def test_what_is_not_seen_is_gone() -> None:
    hidden = PngImagePlugin.PngInfo()
    hidden.add_text("Comment", SECRET.decode())
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    for given in (
        picture(pnginfo=hidden, exif=exif, icc_profile=SECRET) + SECRET,
        picture("JPEG", exif=exif, comment=SECRET) + SECRET,
        picture("WEBP", exif=exif, xmp=SECRET),
    ):
        assert SECRET in given
        kept = written_anew(given)
        assert SECRET not in kept
        assert not seen(kept).info


def test_a_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert seen(written_anew(picture("JPEG", exif=exif))).size == (20, 30)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_every_kind_of_pixels_is_shown(mode: str) -> None:
    assert seen(written_anew(picture(mode=mode))).mode == ("RGBA" if "A" in mode else "RGB")


def test_a_large_picture_is_made_as_small_as_channels_take_it() -> None:
    assert max(seen(written_anew(picture("JPEG", (4000, 1000)))).size) == LONGEST_SIDE
    heavy = noise(900)
    assert len(heavy) > HEAVIEST
    kept = written_anew(heavy)
    assert len(kept) <= HEAVIEST
    assert 600 < seen(kept).width < 900


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        picture()[:60],
        picture("GIF"),
        picture("BMP"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_what_is_no_picture_of_ours_is_refused(content: bytes) -> None:
    assert refused(content) == "picture.kind"


def refused(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        written_anew(content)
    return caught.value.field


@pytest.mark.parametrize("side", [6_325, 30_000])
def test_a_bomb_is_not_unpacked(side: int) -> None:
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    assert refused(b"\x89PNG\r\n\x1a\n" + chunk + picture()[33:]) == "picture.pixels"


async def test_too_many_bytes_are_not_opened() -> None:
    async def keep(png: bytes) -> str:
        raise AssertionError

    with pytest.raises(Unreadable) as caught:
        await Pictures(keep).keep(b"\0" * (5 * 1024 * 1024 + 1))
    assert caught.value.field == "picture.size"


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_broken_file_is_refused_and_breaks_nothing(kind: str) -> None:
    whole, chance = picture(kind, exif=Image.Exif()), random.Random(kind)  # noqa: S311 - no secret
    outcomes = set()
    for _ in range(300):
        broken = bytearray(whole[: chance.randrange(len(whole) + 1)])
        for _ in range(chance.randrange(4)):
            if broken:
                broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            outcomes.add(seen(written_anew(bytes(broken))).format)
        except Unreadable as error:
            outcomes.add(error.field)
    assert outcomes <= {"PNG", "picture.kind", "picture.pixels"}
    assert "picture.kind" in outcomes
