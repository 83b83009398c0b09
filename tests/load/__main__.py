"""`make bench`: runs every measurement, prints the table, keeps the figures under `var/bench`."""

import argparse
import asyncio
import sys
from collections.abc import Mapping
from contextlib import ExitStack

from tests.load.campaign import INVESTORS as CONCERNED
from tests.load.campaign import campaign_rows, measure_campaign
from tests.load.comparison import INVESTORS_AT_ONCE, Figures, compare
from tests.load.desk import DeskFigures, measure_desk
from tests.load.desk_house import AGENTS, CONVERSATIONS, LONG, WAITING
from tests.load.drawing import Drawing, measure_drawing
from tests.load.facts import CachedFact, ColdReport, measure_cached_fact, measure_cold_report
from tests.load.finding import Finding, measure_finding
from tests.load.generator import Peer
from tests.load.growth import Growth, measure_growth
from tests.load.handling import measure_handling
from tests.load.product import Product, run_product
from tests.load.report import Row, draw_table, save
from tests.load.stampede import INVESTORS, Stampede, measure_stampede
from tests.load.stock import CACHE, run_stock
from tests.load.webhooks import A_SECOND, Acknowledging, measure_acknowledging


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    options.add_argument("--without-stock", action="store_true", help="our figures alone, and no ratios")
    rows = measure(with_stock=not options.parse_args().without_stock)
    save(rows, CACHE / "latest.json")
    sys.stdout.write(draw_table(rows) + "\n")


def measure(*, with_stock: bool) -> list[Row]:
    """Both peers are up at once and measured in turns, since other work of the machine comes and goes."""
    tell("finding securities in messages")
    finding = measure_finding()
    tell("drawing charts")
    drawing = measure_drawing()
    with ExitStack() as running:
        tell("starting Wenpan, twice")
        product = running.enter_context(run_product())
        peers: list[Peer] = [product]
        if with_stock:
            tell("starting stock Rasa (its first training takes minutes)")
            peers = [running.enter_context(run_stock()), *peers]
        tell("measuring turns")
        figures = asyncio.run(compare(peers))
        tell("measuring facts and a report")
        fact, report = asyncio.run(measure_cached_fact(product)), measure_cold_report(product)
        tell("measuring a long conversation")
        growth = asyncio.run(measure_growth(product))
        tell(f"letting {INVESTORS} investors ask at once")
        stampede = asyncio.run(measure_stampede(product))
    tell("acknowledging platforms' calls")
    acknowledging, handling = measure_acknowledging(), measure_handling()
    tell(f"talking in {CONVERSATIONS} conversations, {AGENTS} agents at the desk")
    desk = measure_desk()
    tell(f"telling {CONCERNED} investors of an event")
    campaign = measure_campaign()
    rows = comparison_rows(figures[-1], figures[0] if with_stock else None)
    rows += [*own_rows(product, growth, stampede, finding), *fact_rows(fact, report)]
    return [
        *rows,
        *drawing_rows(drawing),
        *channel_rows(acknowledging, handling),
        *desk_rows(desk),
        *campaign_rows(campaign),
    ]


def comparison_rows(ours: Figures, stock: Figures | None) -> list[Row]:
    crowd = f"turns a second, {INVESTORS_AT_ONCE} investors at once"
    theirs = stock.cpu_per_turn if stock else {}
    return [
        beside("quote turn, p50", "ms", ours.p50, stock.p50 if stock else None, ("≤", 0.5)),
        beside("quote turn, p95", "ms", ours.p95, stock.p95 if stock else None),
        beside(crowd, "", ours.rate, stock.rate if stock else None, ("≥", 3)),
        *(
            Row(f"CPU a turn: {part}", "ms", cpu, theirs.get(part))
            for part, cpu in sorted(ours.cpu_per_turn.items())
        ),
    ]


def beside(
    measure: str, unit: str, ours: float, stock: float | None, goal: tuple[str, float] | None = None
) -> Row:
    """A row with the ratio of ours to stock Rasa's, which alone has a goal."""
    if stock is None:
        return Row(measure, unit, ours)
    return Row(measure, unit, ours, stock, ours / stock, goal)


def own_rows(product: Product, growth: Growth, stampede: Stampede, finding: Finding) -> list[Row]:
    return [
        Row("a turn around the 5th", "ms", growth.early),
        Row("a turn around the 300th", "ms", growth.late, ratio=growth.late / growth.early, goal=("≤", 1.3)),
        Row(f"source requests, {INVESTORS} ask at once", "", stampede.requests, goal=("≤", stampede.allowed)),
        Row("until all of them are answered", "s", stampede.seconds),
        Row("securities found in a message, p50", "ms", finding.p50),
        Row("securities found in a message, p99", "ms", finding.p99, goal=("≤", 1)),
        Row("first start, model trained", "s", product.first_start),
        Row("restart", "s", product.restart, goal=("≤", 30)),
    ]


def fact_rows(fact: CachedFact, report: ColdReport) -> list[Row]:
    return [
        Row("a cached fact, p50, more than a quote", "ms", fact.more, goal=("≤", 5)),
        Row("a cold report, from promise to message", "s", report.seconds, goal=("≤", 60)),
        Row("its sources in turn; it against them", "s", report.in_turn, ratio=report.share, goal=("≤", 0.5)),
    ]


def drawing_rows(drawing: Drawing) -> list[Row]:
    return [
        Row("a chart drawn, p50", "ms", drawing.p50, goal=("≤", 400)),
        Row("the heaviest chart", "kB", drawing.kilobytes, goal=("≤", 150)),
    ]


def channel_rows(acknowledging: Acknowledging, handling: Mapping[str, float]) -> list[Row]:
    """The second column is a bare echo's."""
    ours, echo = acknowledging.ours, acknowledging.echo
    call = f"a call acknowledged, {A_SECOND} a second"
    return [
        beside(f"{call}, p50", "ms", ours.p50, echo.p50),
        Row(f"{call}, p99", "ms", ours.p99, echo.p99, goal=("≤", 50)),
        Row(f"{call}: not taken", "", ours.refused, goal=("=", 0)),
        *(Row(name, "µs", cost, goal=("≤", 1000)) for name, cost in handling.items()),
    ]


def desk_rows(desk: DeskFigures) -> list[Row]:
    """The second column is a bare peer's, which only passes on."""
    ways = {"an investor's words on the agent's screen": desk.to_agent}
    ways["an agent's words on the investor's screen"] = desk.to_investor
    return [
        *(beside(f"{way}, p50", "ms", times.p50, desk.peer.p50) for way, times in ways.items()),
        *(Row(f"{way}, p95", "ms", times.p95, desk.peer.p95, goal=("≤", 300)) for way, times in ways.items()),
        Row("words that were not there in time", "", sum(desk.lost), goal=("=", 0)),
        Row(f"the queue of {WAITING} on an agent's screen, p95", "ms", desk.board.p95, goal=("≤", 200)),
        Row(f"a transcript of {LONG} lines opened, p95", "ms", desk.opening.p95, goal=("≤", 1000)),
    ]


def tell(progress: str) -> None:
    sys.stderr.write(f"bench: {progress} …\n")


if __name__ == "__main__":
    main()
