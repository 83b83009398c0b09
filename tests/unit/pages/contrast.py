"""How well text stands out from its ground, by the colours that a style sheet names."""

import re


def contrast(style: str, scheme: str, ink: str, ground: str) -> float:
    """Of two colours, light or dark, as WCAG 2.1 defines it in 1.4.3: at least 4.5 to 1 for text."""
    colours = _colours(style, scheme)
    light, dark = sorted((_luminance(colours[ink]), _luminance(colours[ground])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _colours(style: str, scheme: str) -> dict[str, str]:
    roots = re.findall(r":root \{(.*?)\}", style, flags=re.S)
    shown = roots[:1] if scheme == "light" else roots[:2]
    return {name: value for root in shown for name, value in re.findall(r"--([\w-]+): #(\w{6});", root)}


def _luminance(colour: str) -> float:
    """Relative luminance of "rrggbb" as WCAG 2.1 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
