"""The books of the desk after a storm: one owner at every moment, each word said once and in its place."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import psycopg
from psycopg.rows import dict_row

from tests.e2e.restart.visitors import Agent, Investor

Row = dict[str, Any]
BOTS = ("bot", "closed")
CONVERSATIONS = "select id, user_id, owner, agent, epoch, seq, waiting from conversation"
STEPS = """
select conversation_id as id, epoch, from_owner, to_owner, agent from transition order by 1, 2"""
MESSAGES = "select conversation_id as id, seq, sender, agent, epoch, text from message order by 1, 2"
INBOX = "select conversation_id as id, seq, answered_by, reply_first, reply_last from inbound order by 1, 2"


@dataclass(frozen=True)
class Books:
    """All rows, by conversation."""

    conversations: dict[int, Row]
    steps: dict[int, list[Row]]
    messages: dict[int, list[Row]]
    inbox: dict[int, list[Row]]

    @classmethod
    async def read(cls, dsn: str) -> "Books":
        async with await psycopg.AsyncConnection.connect(dsn, row_factory=dict_row) as connection:
            found = [
                await (await connection.execute(statement)).fetchall()
                for statement in (CONVERSATIONS, STEPS, MESSAGES, INBOX)
            ]
        whole = {row["id"]: row for row in found[0]}
        return cls(whole, *(_by_id(rows) for rows in found[1:]))

    def number_of(self, investor: Investor) -> int:
        [number] = [row["id"] for row in self.conversations.values() if row["user_id"] == investor.name]
        return int(number)

    def texts(self, number: int) -> list[tuple[int, str]]:
        return [(row["seq"], row["text"]) for row in self.messages[number]]


def _by_id(rows: Sequence[Row]) -> dict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["id"]].append(row)
    return found


def check_owners(books: Books) -> None:
    """The chain of steps has no gap and no fork, and who spoke was the one whose turn it was."""
    for number, row in books.conversations.items():
        steps = books.steps[number]
        assert [step["epoch"] for step in steps] == list(range(1, row["epoch"] + 1)), (number, steps)
        owners = ["bot", *(step["to_owner"] for step in steps)]
        assert [step["from_owner"] for step in steps] == owners[:-1], (number, steps)
        assert owners[-1] == row["owner"], (number, row)
        agents = [None, *(step["agent"] for step in steps)]
        for said in books.messages[number]:
            owner, agent = owners[said["epoch"]], agents[said["epoch"]]
            if said["sender"] == "bot":
                assert owner == "bot", (number, said)
            if said["sender"] == "agent":
                assert (owner, agent) == ("human", said["agent"]), (number, said)


def check_order(books: Books) -> None:
    """The places of a transcript have no gap, and owners follow one another in it."""
    for number, row in books.conversations.items():
        places = [said["seq"] for said in books.messages[number]]
        assert places == list(range(1, row["seq"] + 1)), number
        epochs = [said["epoch"] for said in books.messages[number] if said["sender"] != "system"]
        assert all(one <= other for one, other in pairwise(epochs)), (number, epochs)


def check_investor(books: Books, investor: Investor) -> None:
    """What was taken from them stands once and in order, and so they saw all that was said."""
    number = books.number_of(investor)
    said = [row["text"] for row in books.messages[number] if row["sender"] == "user"]
    assert said == investor.accepted, (investor.name, said, investor.accepted)
    assert investor.seen == books.texts(number), investor.name
    replies = Counter(row["text"] for row in books.messages[number] if row["sender"] == "bot")
    for row in books.inbox[number]:
        asked = next(message for message in books.messages[number] if message["seq"] == row["seq"])
        answers = replies[f"答：{asked['text']}"]
        assert row["answered_by"] is not None, asked
        assert answers == (row["answered_by"] == "bot"), (row, asked, answers)


def check_agent(books: Books, agent: Agent) -> None:
    """What was acknowledged stands once and in order, what was refused nowhere; so their page showed it."""
    for number in books.conversations:
        said = [row["text"] for row in books.messages[number] if row["agent"] == agent.id]
        assert said == agent.acknowledged[number], (agent.id, number, said, agent.acknowledged[number])
        assert not agent.refused & set(said), (agent.id, agent.refused & set(said))
        seen = agent.seen[number]
        assert seen == books.texts(number)[: len(seen)], (agent.id, number)
