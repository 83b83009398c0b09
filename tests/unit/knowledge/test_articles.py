"""The articles that we ship: each question of the taxonomy has one, fit to be read on a phone."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from actions.article.filling import Filled, Filling
from actions.article.words import ArticleWords
from actions.features import load_topics
from knowledge.article import Article
from knowledge.folder import load_articles, load_parameters
from rules.book import Book

DATA = Path(__file__).parents[3] / "data"
TODAY = date(2026, 11, 26)
ARTICLES = load_articles()
WORDS = ArticleWords.load()
FILLING = Filling(Book.load(), load_parameters(), {}, WORDS)

UNKNOWN = {"TRD10"}
"""Articles that say of a rule that nobody knows it: Beijing's hours after the close."""
SKILLS = {"account", "funds", "margin", "suitability", "complaint", "risk", "general"}
LONGEST_ANSWER = 6  # lines
LONGEST_MESSAGE = 9  # lines, with the source
WIDEST_LINE = 40  # Chinese characters
WIDEST_ENGLISH = 160  # letters

FORBIDDEN = re.compile(
    r"最好的|最佳|最优惠|最划算|保证收益|稳赚|必涨|必跌|翻倍|抄底|加仓|割肉|建议您?(买|卖|持)|应该(买|卖)"
    r"|推荐您?买|值得买|放心买|根据您的(问题|提问)|非常抱歉|感谢您|亲爱的|小助手|！|[\U0001F300-\U0001FAFF]"
)
"""Advice, promises, flattery and loud signs."""
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
NAME = re.compile(r"\([\u4e00-\u9fff]+\)")
"""A Chinese word of the app in parentheses, for those who look for it there."""
ENTITY = re.compile(r"\[([^\]]*)\](?:\{[^}]*\}|\([^)]*\))")
PUNCTUATION = re.compile(r"[\W_]+")

every_article = pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES.keys())


def texts(article: Article) -> Iterator[str]:
    yield from (article.answer, article.detail, *article.steps, *article.channels.values())


def filled(text: str) -> Filled:
    return FILLING.fill(text, TODAY)


def width(line: str) -> float:
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in line)


def letters(text: str) -> str:
    """A question without blanks, punctuation and annotations."""
    return PUNCTUATION.sub("", ENTITY.sub(r"\1", text)).lower()


def test_every_item_of_the_taxonomy_has_an_article() -> None:
    asked = {topic for topic in load_topics().values() if topic}
    assert not asked - set(ARTICLES)


@every_article
def test_every_rule_and_parameter_of_an_article_is_known(article: Article) -> None:
    said = [filled(text).text for text in (*texts(article), *article.languages.values())]
    assert any(WORDS.unknown in text for text in said) == (article.id in UNKNOWN)


@every_article
def test_an_answer_with_its_source_fits_on_a_phone(article: Article) -> None:
    answer = filled(article.answer)
    assert len(answer.text.splitlines()) <= LONGEST_ANSWER
    for text in texts(article):
        told = filled(text)
        message = f"{told.text}\n{FILLING.sign(article, told.rows)}"
        assert len(message.splitlines()) <= LONGEST_MESSAGE


@every_article
def test_no_line_is_wider_than_can_be_read_at_a_glance(article: Article) -> None:
    lines = [line for text in texts(article) for line in filled(text).text.splitlines()]
    assert not [line for line in lines if width(line) > WIDEST_LINE]


@every_article
def test_nothing_advises_promises_or_flatters(article: Article) -> None:
    said = (article.title, article.label, *texts(article))
    assert not [found.group() for text in said if (found := FORBIDDEN.search(filled(text).text))]


@every_article
def test_english_answers_are_english(article: Article) -> None:
    lines = filled(article.languages.get("en", "")).text.splitlines()
    assert not [line for line in lines if CHINESE.search(NAME.sub("", line))]
    assert not [line for line in lines if len(line) > WIDEST_ENGLISH]


@every_article
def test_what_is_asked_next_has_an_article(article: Article) -> None:
    assert 2 <= len(article.next) <= 3
    assert not set(article.next) - set(ARTICLES)


def test_no_two_buttons_bear_the_same_label() -> None:
    labels = Counter(article.label for article in ARTICLES.values())
    assert not [label for label, count in labels.items() if count > 1]


def test_what_only_a_person_can_do_names_who_that_is() -> None:
    human = [each for each in ARTICLES.values() if each.mode == "human"]
    assert human
    assert {each.skill for each in human} <= SKILLS


def test_no_question_stands_in_two_articles() -> None:
    asked = Counter(letters(each) for article in ARTICLES.values() for each in article.questions)
    assert not [question for question, count in asked.items() if count > 1]


def test_no_question_of_an_article_is_a_line_that_the_model_learns() -> None:
    lines = (
        letters(line.removeprefix("    - "))
        for file in DATA.glob("*/nlu.yml")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("    - ")
    )
    learned = set(lines)
    assert learned
    known = {each: article.id for article in ARTICLES.values() for each in article.questions}
    assert not {question: id for question, id in known.items() if letters(question) in learned}
