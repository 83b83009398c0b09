"""The dialogue model: trained when there is none or when what it is made from has changed.

    python -m gateway.model

The mark of its inputs stands beside it in `models/`, written last: a killed training leaves the old model
valid.
"""

import fcntl
import hashlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from gateway.child import Child, Command
from gateway.errors import GatewayError, PartFailed
from gateway.processes import RASA_PYTHON, rasa_environment
from gateway.settings import CHECKOUT

MODEL = Path("models/wenpan.tar.gz")
STAMP = Path("models/wenpan.inputs")
LOG = Path("var/log/train.log")
DIALOGUE_FILES = ("nlu*.yml", "rules*.yml", "stories*.yml")
OTHER_INPUTS = (
    "bot/config.yml",
    "bot/domain",
    "bot/components",
    "bot/train.py",
    "data/lexicon",
    "market/names",
    "market/securities.py",
)
HEARTBEAT = 10.0

Tell = Callable[[str], None]


def train_if_stale(tell: Tell, checkout: Path = CHECKOUT) -> Path:
    """The model's path, after a training where one was due; raises PartFailed when Rasa could not train."""
    (checkout / "models").mkdir(exist_ok=True)
    with (checkout / "models" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second training of this checkout waits and then finds it done
        wanted = fingerprint(checkout)
        if not (checkout / MODEL).exists() or _stamped(checkout) != wanted:
            _train(tell, checkout)
            (checkout / STAMP).write_text(wanted)
    return checkout / MODEL


def fingerprint(checkout: Path) -> str:
    """What the model is made from, as one hash over names and contents."""
    digest = hashlib.sha256((checkout / "locks" / "rasa.txt").read_bytes())
    for path in sorted(inputs(checkout)):
        digest.update(str(path.relative_to(checkout)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def inputs(checkout: Path) -> Iterator[Path]:
    """Every file that the training reads or that the model's components load."""
    for place in (*dialogue_folders(checkout), *(checkout / name for name in OTHER_INPUTS)):
        found = [place] if place.is_file() else place.rglob("*")
        yield from (path for path in found if path.is_file() and "__pycache__" not in path.parts)


def dialogue_folders(checkout: Path) -> list[Path]:
    """The features under `data/` that hold dialogue; the other folders are none of Rasa's business."""
    found = {path.parent for pattern in DIALOGUE_FILES for path in (checkout / "data").glob(f"*/{pattern}")}
    return sorted(found)


def _stamped(checkout: Path) -> str | None:
    stamp = checkout / STAMP
    return stamp.read_text() if stamp.exists() else None


def _train(tell: Tell, checkout: Path) -> None:
    """Train under another name and rename, so that nobody ever loads half a model."""
    started = time.monotonic()
    tell("Training the model, which takes a minute or two …")
    fresh, log = checkout / "models" / "fresh.tar.gz", checkout / LOG
    argv = [RASA_PYTHON, "-m", "bot.train", str(fresh)]
    argv += [str(folder.relative_to(checkout)) for folder in dialogue_folders(checkout)]
    training = Child(Command(argv, log, env=rasa_environment({}), cwd=checkout))
    while (status := training.wait_up_to(HEARTBEAT)) is None:
        tell(f"Training the model … {time.monotonic() - started:.0f} s")
    if status or not fresh.exists():
        raise PartFailed("Rasa", "could not train the model", log)
    fresh.replace(checkout / MODEL)
    tell(f"The model is trained ({time.monotonic() - started:.0f} s).")


def main() -> int:
    """Train if need be; 0 when there is an up-to-date model."""
    try:
        train_if_stale(lambda sentence: print(sentence, flush=True))  # noqa: T201 - a person waits for it
    except GatewayError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
