"""Pictures that agents send: looked at, made small enough for every channel, and written anew as PNG.

Nothing of the file that came is kept but what is seen: no place, no camera, nothing hidden behind it.
"""

import asyncio
import io
from collections.abc import Awaitable, Callable

from PIL import Image, ImageOps, UnidentifiedImageError

from desk.errors import Unreadable

KINDS = ("PNG", "JPEG", "WEBP")
LARGEST = 5 * 1024 * 1024  # bytes that may come
MOST_PIXELS = 40_000_000  # that may come
LONGEST_SIDE = 2_000  # pixels that go out
HEAVIEST = 2 * 1024 * 1024  # bytes that go out: what every platform takes
SMALLER = 0.9
_SHRINKABLE = ("RGB", "RGBA", "L", "LA")

Keep = Callable[[bytes], Awaitable[str]]
"""Keeps a PNG under the name of its content; gives its address. Raises Unavailable where there is no room."""


class Pictures:
    """Works on one picture at a time, in a thread: each may take a hundred megabytes while it is opened."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._turn = asyncio.Lock()

    async def keep(self, content: bytes) -> str:
        """The address of the picture. Raises Unreadable: picture.size, picture.kind, picture.pixels."""
        if len(content) > LARGEST:
            raise Unreadable("picture.size")
        async with self._turn:
            png = await asyncio.to_thread(written_anew, content)
        return await self._keep(png)


def written_anew(content: bytes) -> bytes:
    """What is seen of a picture, as PNG. Raises Unreadable."""
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Unreadable("picture.pixels")
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            seen = _seen(opened)
    except Image.DecompressionBombError:
        raise Unreadable("picture.pixels") from None
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
    ) as error:  # Pillow's ways to say no
        raise Unreadable("picture.kind") from error
    return _light(seen)


def _seen(opened: Image.Image) -> Image.Image:
    """The pixels alone, upright, at most so long."""
    see_through = opened.has_transparency_data
    if opened.mode not in _SHRINKABLE or "transparency" in opened.info:
        plain = opened.convert("RGBA" if see_through else "RGB")
    else:  # made small first, so that no second copy of all its pixels is made
        plain = opened
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    seen = ImageOps.exif_transpose(plain).convert("RGBA" if see_through else "RGB")
    seen.info.clear()
    return seen


def _light(image: Image.Image) -> bytes:
    """As PNG, smaller and smaller until it weighs little enough."""
    while len(png := _png(image)) > HEAVIEST:
        factor = min(SMALLER, (HEAVIEST / len(png)) ** 0.5)
        size = (max(1, int(image.width * factor)), max(1, int(image.height * factor)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    return png


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
