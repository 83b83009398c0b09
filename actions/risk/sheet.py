"""The lines about one share's listing: how far every line is, what was announced, what it means."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from actions import figures
from actions.risk.assessment import Assessment, LineState
from actions.risk.words import Speech
from actions.rule_stamps import RuleStamp
from rules.delisting import SUMMED, YEARLY, Kind, Line, Progress
from rules.delisting_events import Chain, Event
from rules.row import Unknown, all_verified

EVENTS = 2
"""The latest events of the chain that are told, beside red and orange."""


@dataclass(frozen=True)
class RiskSheet:
    """Speaks of an assessment as of `today`; of what is far in figures, of what is near in sentences."""

    assessment: Assessment
    speech: Speech
    stamp: RuleStamp
    today: date
    reported: str = ""
    """Who told of the annual report."""

    def lines(self) -> list[str]:
        """Of a share that is leaving, what was decided; of any other, the distances first."""
        lines = [] if self._leaving else [*self._distances(), *self._unrest()]
        return [*self._ended(), *lines, *self.events()]

    def _distances(self) -> list[str]:
        words, found = self.speech.words.distance, self.assessment
        if found.board is None:
            return [words["no_board"]]
        trading = [each for each in found.lines if each.kind not in YEARLY]
        close = [line for each in trading if (line := self._close(each))]
        years = self._years()
        source = words["source"].format(source=self.stamp.source(found.rows))
        if years and self.reported:
            source += words["reported"].format(source=self.reported)
        return [*close, *self._far(trading), *years, *self._missing(), source]

    def brief(self) -> list[str]:
        """The same in a few lines, for whoever tells it beside other things: no figure of what is far."""
        found, words = self.assessment, self.speech.words
        if self._leaving:
            return [*self._ended(), *self._latest()]
        trading = [each for each in found.lines if each.kind not in YEARLY]
        near = [line for each in trading if (line := self._close(each))][:EVENTS]
        far = self._kinds(trading)
        compared = [words.distance["compared"].format(kinds=far)] if far and not near else []
        return [*near, *compared, *(self._years() if self.below_of_year else ()), *self._latest()]

    @property
    def below_of_year(self) -> bool:
        """Whether the last annual report lies below a line."""
        lines = self.assessment.lines
        return any(each.kind in YEARLY and self._state(each) == "reached" for each in lines)

    def _latest(self) -> list[str]:
        """The latest event and what it means; where there is none, that."""
        words, chain = self.speech.words, self.assessment.chain
        if chain is None or not chain.events:
            key = "unknown" if chain is None else "none" if self.assessment.whole else "none_lately"
            return [words.events["brief"][key], *(self._meaning(Chain()) if self._leaving else ())]
        return [event_line(chain.events[-1], self.speech, self.today), *self._meaning(chain)]

    @property
    def _leaving(self) -> bool:
        return self.assessment.standing in {"delisted", "delisting_period"}

    def _close(self, each: LineState) -> str | None:
        """A sentence on a line that is near, or below which the share lies."""
        state, line, at = self._state(each), each.line, each.progress
        if state not in {"reached", "below", "near"} or isinstance(line, Unknown) or at is None:
            return None
        pattern = f"summed_{state}" if each.kind in SUMMED else state
        told = self.speech.words.distance[pattern].format(
            **self._figures(each, line, at),
            run=at.run,
            left=at.left,
            since=figures.day(at.since, self.today) if at.since else "",
            percent=figures.percent(at.distance_percent or Decimal(0)),
        )
        if state == "near" and each.watch is not None and each.watch.below:
            lately = self.speech.words.distance["lately"]
            told += lately.format(of=each.watch.of, count=each.watch.below)
        return told

    def _far(self, trading: list[LineState]) -> list[str]:
        """Those far away in one head that names them and a line or two of figures."""
        words, items, days = self.speech.words.distance, [], []
        for kind, line, at, each in self._distant(trading):
            pattern = "summed_item" if kind in SUMMED else "item"
            items.append(words[pattern].format(**self._figures(each, line, at)))
            if kind not in SUMMED and line.days is not None:
                days.append(line.days.count)
        if not items:
            return []
        run = words["run"].format(needed=max(days)) if days else ""
        head = words["far"].format(kinds=self._kinds(trading), run=run)
        return [head, *(self.speech.words.gap.join(items[at : at + 2]) for at in range(0, len(items), 2))]

    def _distant(self, trading: list[LineState]) -> Iterator[tuple[Kind, Line, Progress, LineState]]:
        for each in trading:
            if self._state(each) == "far" and isinstance(each.line, Line) and each.progress is not None:
                yield each.kind, each.line, each.progress, each

    def _kinds(self, trading: list[LineState]) -> str:
        """The names of those far away."""
        names = [self.speech.words.kinds[kind] for kind, *_ in self._distant(trading)]
        return self.speech.words.join.join(names)

    def _years(self) -> list[str]:
        """What the last annual report says to the lines of a year."""
        words, lines, items, year = self.speech.words.distance, [], [], ""
        for each in self.assessment.lines:
            state, line, at = self._state(each), each.line, each.progress
            if each.kind not in YEARLY or isinstance(line, Unknown) or at is None or state == "no_data":
                continue
            told, year = self._figures(each, line, at), str(at.as_of.year)
            if state == "reached":
                loss = words["loss"] if each.kind == "revenue" else ""
                lines.append(words["year_reached"].format(year=year, loss=loss, **told))
            else:
                items.append(words["item"].format(**told))
        if items:
            lines.append(words["year"].format(year=year, items=self.speech.words.gap.join(items)))
        return lines

    def _missing(self) -> list[str]:
        words = self.speech.words
        names = [
            words.kinds[each.kind] + words.missing_because.get(each.kind, "")
            for each in self.assessment.lines
            if self._state(each) in {"no_data", "no_line"}
        ]
        return [words.distance["missing"].format(kinds=words.join.join(names))] if names else []

    def _figures(self, each: LineState, line: Line, at: Progress) -> dict[str, str]:
        return {
            "kind": self.speech.words.kinds[each.kind],
            "value": self.speech.value(each.kind, at.value),
            "below": self.speech.line(each.kind, line.below.number),
            "needed": str(line.days.count) if line.days else "",
        }

    def _state(self, each: LineState) -> str:
        return each.state(Decimal(self.speech.words.near_percent))

    def _unrest(self) -> list[str]:
        """The yellow level."""
        words, amplitude = self.speech.words, self.assessment.amplitude
        if amplitude is None or not amplitude.reached:
            return []
        free = words.unlimited if amplitude.unlimited else ""
        above = figures.plain(amplitude.above.number)
        return [words.yellow.format(count=len(amplitude.days), above=above, free=free)]

    def _ended(self) -> list[str]:
        found = self.assessment
        if found.standing != "delisted" or found.ended is None:
            return []
        return [self.speech.words.steps["ended"].format(day=found.ended.isoformat())]

    def events(self) -> list[str]:
        """What was announced on the way to delisting, and what the latest of it means."""
        words, chain = self.speech.words, self.assessment.chain
        if chain is None or not chain.events:
            if self._leaving:
                return [*self._meaning(Chain()), words.events["caveat"]]
            key = "unknown" if chain is None else "none" if self.assessment.whole else "none_lately"
            return [words.events[key]]
        kept = (*chain.events[-EVENTS:], chain.red, chain.orange)
        told = [event_line(event, self.speech, self.today) for event in chain.events if event in kept]
        return [*told, *self._meaning(chain), words.events["caveat"]]

    def _meaning(self, chain: Chain) -> list[str]:
        """What the latest stage means for whoever holds the share, in one sentence."""
        steps, found, timeline = self.speech.words.steps, self.assessment, self.assessment.timeline
        if chain.voluntary:
            return [steps["voluntary"]]
        if found.standing == "delisted" or chain.first("delisted"):
            return [steps["delisted"]]
        if timeline is None or timeline.period is None or timeline.period_after is None:
            return []
        days = {"period": timeline.period.value, "after": timeline.period_after.value}
        orange = found.standing == "delisting_period" or chain.orange is not None
        if not orange and chain.red is None:
            return []
        told = steps["period" if orange else "decision"].format(**days)
        sure = all_verified((timeline.period, timeline.period_after))
        return [told if sure else steps["marked"].format(step=told.rstrip("。"), mark=self.stamp.mark)]


def event_line(event: Event, speech: Speech, today: date) -> str:
    """One step on the way, with how often it was announced."""
    words = speech.words.events
    repeats = words["repeats"].format(count=event.repeats + 1) if event.repeats else ""
    return str(
        words["line"].format(
            day=figures.day(event.day, today),
            kind=words["kinds"][event.kind],
            title=speech.title(event.title),
            repeats=repeats,
        )
    )
