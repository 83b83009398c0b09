"""The inks of all pictures, and the palette that holds them with their soft edges on white."""

from functools import cache

from matplotlib.colors import to_rgb
from PIL import Image

RISE, FALL, STILL = "#D0312D", "#0A8754", "#5F6670"
INK, GREY = "#1B1F24", "#5F6670"
RULE, TINT = "#DDE1E6", "#EBF3FB"
"""Lines of the grid; the ground beneath the line of a day."""
LINES = ("#C26A00", "#1766C2", "#8A3FC0", "#55606B")
"""Of averages, from the shortest span to the longest."""

_INKS = (RISE, FALL, INK, GREY, *LINES)
_STEPS = 20
_FAINTEST = 0.08
"""What is nearer to white than that is white, so that the paper stays clean."""


def colour(direction: float) -> str:
    """Red above nought, green below, as Chinese investors read it."""
    return RISE if direction > 0 else FALL if direction < 0 else STILL


@cache
def palette() -> Image.Image:
    """White, the grounds, and each ink from faint to full; a picture of one pixel, as Pillow wants it."""
    shares = [_FAINTEST + (1 - _FAINTEST) * step / _STEPS for step in range(1, _STEPS + 1)]
    mixed = [_on_white(ink, share) for ink in _INKS for share in shares]
    shades = [(255, 255, 255), _on_white(RULE, 1), _on_white(TINT, 1), *mixed]
    holder = Image.new("P", (1, 1))
    holder.putpalette([part for shade in shades for part in shade])
    return holder


def _on_white(ink: str, share: float) -> tuple[int, int, int]:
    red, green, blue = (round(255 * (1 - share + part * share)) for part in to_rgb(ink))
    return red, green, blue
