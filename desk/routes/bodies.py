"""What may stand in a request about a conversation."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

LAST = 2**31 - 1
"""The greatest epoch or place in a transcript."""
Count = Annotated[int, Field(ge=0, le=LAST, strict=True)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000)]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
Outcome = Literal["solved", "promised", "unsolved", "no_answer", "misdirected", "complaint", "spam"]
"""What came of a talk; `no_answer`: the investor fell silent, `misdirected`: it was meant for others."""


class Body(BaseModel):
    """Nothing in it but what is named."""

    model_config = ConfigDict(extra="forbid")


class At(Body):
    """The epoch in which the page saw the conversation."""

    epoch: Count


class Say(At):
    text: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
    reply_id: Annotated[str, StringConstraints(pattern=r"^[\w-]{1,64}$")]
    confirmed: Annotated[list[Name], Field(max_length=50)] = []


class Picture(Say):
    """Words under a picture may be missing."""

    text: Annotated[str, StringConstraints(max_length=20_000)] = ""


class Written(Body):
    text: Words


class Transfer(At):
    """Either to an agent or to a skill."""

    agent: Name | None = None
    skill: Name | None = None
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)] = ""

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.agent is None) == (self.skill is None):
            raise ValueError("one of agent and skill")
        return self


class Wrap(At):
    outcome: Outcome
    topic: Name | None = None
    summary: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)] = ""
    told: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    confirmed: Annotated[list[Name], Field(max_length=50)] = []
    seen: Count | None = None


class Finish(At):
    to: Literal["bot", "closed"]
    seen: Count | None = None


class Vip(Body):
    vip: Annotated[bool, Field(strict=True)]


class Tags(Body):
    tags: Annotated[list[Tag], Field(max_length=20)]
