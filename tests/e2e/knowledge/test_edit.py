"""Editors change what the running assistant says, with `make knowledge` and nothing else."""

import os
import subprocess

from tests.e2e.dialogue import Says, talk
from tests.e2e.system import System, wait_for

WITHIN = 60.0
"""Seconds until an edit is said everywhere."""
ADDED = """
id: ACC91
title: 亲子账户
label: 亲子账户
mode: self
auth: none
owner: 账户业务
questions: [亲子账户怎么开, 能给孩子开亲子账户吗, 什么是亲子账户]
answer: 亲子账户请父母带户口本到营业部办理。
sources: [营业部须知]
verified: true
"""


def make_knowledge(system: System, *words: str, text: str = "") -> str:
    """What the command says; the database is that of the running product."""
    done = subprocess.run(
        [system.folder / ".venv/bin/python", "-m", "gateway.knowledge", *words],
        cwd=system.folder,
        env={**os.environ, **system.variables},
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_public(system: System, id: str) -> None:
    """What one person wrote another approves."""
    make_knowledge(system, "submit", id, "--by", "王芳")
    make_knowledge(system, "approve", id, "--by", "李强")
    make_knowledge(system, "publish", id, "--by", "李强")


def says(system: System, question: str, answer: str) -> bool:
    return answer in str(system.say(system.new_sender(), question)["replies"])


def test_an_edit_is_said_within_a_minute_and_taken_back_as_soon(system: System) -> None:
    question, fresh = "银证转账几点到几点", "今年起全天都可以转账。"
    shown = make_knowledge(system, "show", "TRF01")
    answer, rest = shown.index("answer: "), shown.index("sources:")
    edited = f"{shown[:answer]}answer: {fresh}\n{shown[rest:]}"
    make_knowledge(system, "edit", "TRF01", "-", "--by", "王芳", text=edited)
    assert not says(system, question, fresh)
    make_public(system, "TRF01")
    wait_for(lambda: says(system, question, fresh), WITHIN, "the edit was not said")
    make_knowledge(system, "rollback", "TRF01", "1")
    wait_for(lambda: not says(system, question, fresh), WITHIN, "the edit was not taken back")


def test_an_article_that_the_model_has_never_seen_is_reached_by_its_questions(system: System) -> None:
    make_knowledge(system, "new", "-", "--by", "王芳", text=ADDED)
    make_public(system, "ACC91")
    wait_for(lambda: says(system, "亲子账户怎么开", "户口本"), WITHIN, "the article was not found")
    talk(system, [Says("请问能给孩子开亲子账户吗", hears=["户口本", "营业部须知"], topic="ACC91")])
    make_knowledge(system, "expire", "ACC91")
    wait_for(lambda: not says(system, "亲子账户怎么开", "户口本"), WITHIN, "the article was not withdrawn")


def test_what_nobody_answers_is_shown_to_editors_without_who_asked(system: System) -> None:
    system.say(system.new_sender(), "量子纠缠是什么意思 13812345678")
    wait_for(lambda: "量子纠缠" in make_knowledge(system, "gaps"), WITHIN, "the gap was not noted")
    assert "13812345678" not in make_knowledge(system, "gaps")
