"""Mends of Rasa 3.6.21, each measured and guarded; only the gateway's channel installs them.

The figures are CPU of a turn with one action and a tail of three turns, with and without each mend in turn,
on two cores busy with other work (about half as fast as idle ones): 60 ms with none, 7 ms with those that
were there then. Later ones say what share of a turn in the load's peak they took away.
"""

from bot.mends import (
    action_schema,
    debug_lines,
    empty_domain,
    event_kinds,
    graph_runner,
    past_states,
    rule_index,
    slot_copies,
    tracker_copies,
)
from bot.mends.mend import Mend

ALL: tuple[Mend, ...] = (
    action_schema.MEND,
    *debug_lines.MENDS,
    empty_domain.MEND,
    event_kinds.MEND,
    graph_runner.MEND,
    past_states.MEND,
    rule_index.MEND,
    slot_copies.MEND,
    tracker_copies.MEND,
)


def install() -> None:
    """Put every mend in place; a second call changes nothing."""
    for mend in ALL:
        mend.install()
