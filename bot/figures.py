"""How many turns the brain has run, and in how many seconds, beside the figures of its process."""

from collections import Counter

from telemetry.process_figures import process_text


class Figures:
    """Of one process; `outcome` is `answered` or the name of an error of docs/contracts.md §3."""

    def __init__(self) -> None:
        self._turns: Counter[str] = Counter()
        self._seconds = 0.0

    def add(self, outcome: str, seconds: float) -> None:
        self._turns[outcome] += 1
        self._seconds += seconds

    def text(self) -> str:
        """In Prometheus' form."""
        turns = [
            f'wenpan_rasa_turns_total{{outcome="{name}"}} {n}' for name, n in sorted(self._turns.items())
        ]
        lines = [
            "# HELP wenpan_rasa_turns_total turns by what came of them",
            "# TYPE wenpan_rasa_turns_total counter",
            *turns,
            "# HELP wenpan_rasa_turn_seconds_total time spent on them",
            "# TYPE wenpan_rasa_turn_seconds_total counter",
            f"wenpan_rasa_turn_seconds_total {self._seconds:.6f}",
        ]
        return "\n".join(lines) + "\n" + process_text()
