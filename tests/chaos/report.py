"""What a storm was, what became of the messages in it, and whether the books balance. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.chaos.balance import Imbalance

SHOWN = 40  # rows of one rule


@dataclass(frozen=True)
class Report:
    """`done` are the faults by name, `seconds` how long each took to mend, `fates` messages by channel."""

    seed: int
    minutes: float
    done: Mapping[str, int]
    seconds: Mapping[str, Sequence[float]]
    fates: Mapping[str, Mapping[str, int]]
    refused: int
    again: int
    settled_in: float
    wrong: Sequence[Imbalance]
    left_out: Sequence[str] = ()
    traces: Mapping[str, int] = field(default_factory=dict)

    @property
    def balanced(self) -> bool:
        return not self.wrong

    def text(self) -> str:
        """For a person."""
        return "\n".join([*self._head(), *self._faults(), *self._messages(), *self._verdict()])

    def _head(self) -> list[str]:
        again = f"python -m tests.chaos --minutes {self.minutes:g} --seed {self.seed}"
        left_out = [f"left out: {what}" for what in self.left_out]
        return [f"{self.minutes:g} minutes of chaos with seed {self.seed} (again: {again})", *left_out, ""]

    def _faults(self) -> list[str]:
        lines = [f"{'fault':24}{'times':>6}{'mended in s, median':>22}{'longest':>9}"]
        for name, times in sorted(self.done.items()):
            took = sorted(self.seconds.get(name, ()))
            spans = f"{took[len(took) // 2]:22.1f}{took[-1]:9.1f}" if took else f"{'–':>22}{'–':>9}"
            lines.append(f"{name:24}{times:6}{spans}")
        return [*lines, f"{'in all':24}{sum(self.done.values()):6}", ""]

    def _messages(self) -> list[str]:
        names = sorted({name for counts in self.fates.values() for name in counts})
        lines = [f"{'channel':12}{'accepted':>9}  what became of them"]
        for channel, counts in sorted(self.fates.items()):
            fates = ", ".join(f"{counts[name]} {name}" for name in names if counts.get(name))
            lines.append(f"{channel:12}{sum(counts.values()):9}  {fates}")
        total = sum((Counter(counts) for counts in self.fates.values()), Counter[str]())
        lines.append(
            f"{'in all':12}{total.total():9}  {', '.join(f'{total[name]} {name}' for name in names)}"
        )
        lines.append(f"accepted a second {total.total() / self.minutes / 60:.1f}")
        lines.append(f"brought twice {self.again}; given up by the platform, not accepted {self.refused}")
        traces = ", ".join(f"{count} in {log}" for log, count in sorted(self.traces.items()) if count)
        return [*lines, f"tracebacks in logs: {traces or 'none'}", ""]

    def _verdict(self) -> list[str]:
        quiet = f"Quiet {self.settled_in:.1f} s after the last fault."
        if self.balanced:
            return [quiet, "The books balance: nothing lost, nothing said twice, nothing out of order."]
        lines = [quiet, "THE BOOKS DO NOT BALANCE:"]
        for rule in dict.fromkeys(each.rule for each in self.wrong):
            rows = [each.where for each in self.wrong if each.rule == rule]
            lines += [f"- {rule} ({len(rows)}):", *(f"    {row}" for row in rows[:SHOWN])]
        return lines
