"""`make shell`: a talk with the assistant in the terminal, with an action server for the time of the talk.

In a terminal it is `rasa shell`. From a pipe, which Rasa's prompt cannot read, each line is one message to
the same model through the gateway's own channel, and the replies are printed.
"""

import asyncio
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from conversations.brain import Brain, Question
from conversations.messages import Reply
from gateway import processes
from gateway.__main__ import STOPPING
from gateway.articles import load_files
from gateway.child import open_log
from gateway.errors import GatewayError, PartFailed
from gateway.model import train_if_stale
from gateway.ports import free_port
from gateway.running import database_at_hand
from gateway.settings import CHECKOUT, Settings, read_settings
from gateway.supervisor import Supervisor, interrupted_by

READY_WITHIN = 120.0
CHANNEL = "pipe"  # by this an action knows that nothing can be sent later


def main() -> int:
    """Talk until the person, or the pipe, has no more to say."""
    try:
        with interrupted_by(STOPPING):
            settings = read_settings()
            model = train_if_stale(_whisper)
            _talk(settings, model)
    except KeyboardInterrupt:
        return 130
    except GatewayError as error:
        print(f"\n{error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _talk(settings: Settings, model: Path) -> None:
    """Start what answers on ports of its own, beside whatever else runs, and hand over to the person."""
    here = replace(
        settings,
        rasa_url=f"http://127.0.0.1:{free_port()}",
        actions_url=f"http://127.0.0.1:{free_port()}/webhook",
    )
    with database_at_hand(settings) as dsn:
        load_files(dsn)
        _answer(here, here.environment(database_url=dsn), model)


def _answer(here: Settings, environment: Mapping[str, str], model: Path) -> None:
    """The processes of a talk, for its time."""
    _whisper("Starting …")
    supervisor = Supervisor(_whisper)
    try:
        supervisor.start(processes.actions(here, environment))
        if sys.stdin.isatty():
            supervisor.wait_ready(READY_WITHIN)
            _rasa_shell(here, environment, model)
        else:
            supervisor.start(processes.rasa(here, environment, model, here.rasa_port or 0))
            supervisor.wait_ready(READY_WITHIN)
            asyncio.run(_lines(here))
    finally:
        supervisor.stop()


def _rasa_shell(settings: Settings, environment: Mapping[str, str], model: Path) -> None:
    """`rasa shell` in the foreground; Ctrl-C is Rasa's to understand while it runs.

    Its standard error, where the libraries complain about each other, goes to a log.
    """
    argv = [*processes.RASA, "shell", "--quiet", "-m", str(model)]
    argv += ["-i", "127.0.0.1", "-p", str(settings.rasa_port), "--endpoints", "bot/endpoints.yml"]
    log, env = processes.LOGS / "shell.log", processes.rasa_environment(environment)
    with _left_to_child(signal.SIGINT), open_log(log) as errors:
        done = subprocess.run(argv, cwd=CHECKOUT, env=env, stderr=errors, check=False)  # noqa: S603
    if done.returncode > 0:
        raise PartFailed("Rasa", "ended", log)


async def _lines(settings: Settings) -> None:
    """Each line of the pipe is a message of one conversation."""
    state: dict[str, Any] | None = None
    talk = secrets.token_hex(4)  # a message of another talk is another message
    async with Brain(settings.rasa_url, settings.rasa_token) as brain:
        for number, line in enumerate(sys.stdin):
            if text := line.strip():
                print(f"> {text}", flush=True)  # noqa: T201
                turn = await brain.ask(
                    Question(f"{talk}-{number}", f"{CHANNEL}:{talk}", CHANNEL, text, None, state)
                )
                state = turn.state
                for reply in turn.replies:
                    print(written(reply), flush=True)  # noqa: T201


def written(reply: Reply) -> str:
    """A reply as lines of a terminal: its text, its picture's address, its buttons in brackets."""
    buttons = " ".join(f"[{choice.title}]" for choice in reply.choices)
    return "\n".join(part for part in (reply.text, reply.image, buttons) if part)


@contextmanager
def _left_to_child(number: signal.Signals) -> Iterator[None]:
    """Do nothing on a signal of the terminal; a handler, unlike SIG_IGN, is not inherited by the child."""
    before = signal.signal(number, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(number, before)


def _whisper(sentence: str) -> None:
    """Say how far we are without mixing it into the answers."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
