"""An operator's own files, as they are written for the settings."""

from pathlib import Path

from customers.suitability.reading import FOLDER

OWN_VERSION = "2099-own"


def own_products(folder: Path, level: str = "R2") -> str:
    """The path of a list of one product."""
    file = folder / "products.yml"
    file.write_text(f"products:\n  - {{code: X1, name: 某某稳健一号, level: {level}}}\n", encoding="utf-8")
    return str(file)


def own_questionnaires(folder: Path) -> str:
    """The path of a folder with the template's questions under an own version and note."""
    own = folder / "questionnaires"
    own.mkdir()
    template = (FOLDER / "2026-11.yml").read_text(encoding="utf-8")
    text = template.replace('version: "2026-11"', f"version: {OWN_VERSION}").replace(
        "样例问卷，正式结果", "结果"
    )
    (own / f"{OWN_VERSION}.yml").write_text(text, encoding="utf-8")
    return str(own)
