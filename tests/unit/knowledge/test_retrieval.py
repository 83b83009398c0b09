"""Articles are found by other words than their own, by the day, with the encoder and without it."""

import asyncio
import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import Encoder, Vectors
from knowledge.folder import load_articles
from knowledge.grams import Grams
from knowledge.librarian import Librarian
from knowledge.library import Library, Shelf
from knowledge.retrieval import Retrieval
from market.names import normalise
from tests.retrieval.report import measured
from tests.unit.conversations.conftest import eventually
from tests.unit.knowledge.given import MONDAY, article

TRANSFER = article(
    "TRF91", title="亲子转账时间", questions=["亲子户几点能转账", "亲子户周末能不能转钱", "亲子户晚上转"]
)
CLOSING = article(
    "ACC91", title="注销亲子账户", questions=["亲子户怎么注销", "不要亲子户了", "亲子账户怎么关"]
)
FEES = article(
    "FEE91", title="亲子户佣金", questions=["亲子户佣金是万几", "亲子户手续费多少", "亲子户收多少费用"]
)
ARTICLES = (TRANSFER, CLOSING, FEES)


@pytest.fixture(scope="module", params=["characters", "both"])
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """What we ship, and three articles of an editor."""
    file = tmp_path_factory.mktemp("vectors") / "kept.npz"
    encoder = Encoder.open(file) if request.param == "both" else None
    articles = [*load_articles().values(), *ARTICLES]
    return Library(articles, retrieval=Retrieval(normalise, encoder)).prepare()


def test_a_question_in_other_words_finds_its_article_first(library: Library) -> None:
    for text, id in (
        ("亲子户节假日转钱行不行", "TRF91"),
        ("我要注销亲子户", "ACC91"),
        ("亲子佣金怎么收", "FEE91"),
    ):
        assert library.find(text, MONDAY)[0].article.id == id


def test_traditional_characters_and_full_width_letters_are_read_too(library: Library) -> None:
    assert library.find("親子戶幾點能轉賬", MONDAY)[0].likeness > 0.99
    assert [each.id for each in library.same("親子戶幾點能轉賬？", MONDAY)] == ["TRF91"]


def test_a_strange_question_scores_less_than_a_near_one(library: Library) -> None:
    near, strange = library.find("亲子户转账是几点", MONDAY)[0], library.find("红烧肉好吃", MONDAY)
    assert near.score > 0.5
    assert all(each.score < 0.25 for each in strange)


def test_only_what_holds_on_the_day_is_found(library: Library) -> None:
    ended = article("FEE91", questions=FEES.questions, effective_to=MONDAY.isoformat())
    timed = Library([TRANSFER, ended])
    assert [each.article.id for each in timed.find("亲子户佣金是万几", MONDAY)][:1] == ["FEE91"]
    assert "FEE91" not in [
        each.article.id for each in timed.find("亲子户佣金是万几", MONDAY + timedelta(days=1))
    ]
    assert timed.same("亲子户佣金是万几", MONDAY + timedelta(days=1)) == []


@pytest.mark.parametrize("text", ["", " ", "？？？", "😀", "\n"])
def test_what_asks_nothing_finds_nothing(library: Library, text: str) -> None:
    assert library.find(text, MONDAY) == []
    assert library.alike(text, MONDAY, 0.8) == []
    assert library.same(text, MONDAY) == []


def test_a_library_without_articles_finds_nothing() -> None:
    assert Library([]).find("几点能转账", MONDAY) == []
    assert Library([]).alike("几点能转账", MONDAY, 0.5) == []


def test_alike_is_a_question_with_a_word_more(library: Library) -> None:
    found = library.alike("请问亲子户几点能转账", MONDAY, 0.7)
    assert found[0].article.id == "TRF91"
    assert library.alike("亲子户的股票多少钱", MONDAY, 0.7) == []


def test_a_rare_pair_counts_for_more_than_a_common_one() -> None:
    bm25, _ = Grams(["怎么转账", "怎么销户", "怎么查询"]).compare("怎么销户")
    assert bm25[1] > 2 * max(bm25[0], bm25[2])


def test_what_was_encoded_is_kept_over_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "kept.npz"
    first = Encoder(file).several(["几点能转账", "怎么销户"])
    kept = file.stat().st_mtime_ns
    again = Encoder(file).several(["怎么销户", "几点能转账"])
    assert np.array_equal(again, first[::-1])
    assert file.stat().st_mtime_ns == kept


def test_what_was_used_before_is_kept_beside_what_is_new(tmp_path: Path) -> None:
    file = tmp_path / "kept.npz"
    encoder = Encoder(file)
    encoder.several(["几点能转账"])
    encoder.several(["怎么销户"])
    kept = file.stat().st_mtime_ns
    Encoder(file).several(["怎么销户", "几点能转账"])
    assert file.stat().st_mtime_ns == kept


def test_a_torn_file_of_vectors_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "kept.npz"
    file.write_bytes(b"PK torn")
    assert Encoder(file).several(["怎么销户"]).shape == (1, 512)
    assert Encoder(file).several(["怎么销户"]).shape == (1, 512)


async def arranged(encoder: Encoder) -> Shelf:
    shelf = Shelf(Library([]))
    await Librarian(shelf, Retrieval(normalise, encoder)).arrange(ARTICLES)
    return shelf


async def test_a_new_library_is_shown_before_the_encoder_has_read_it(tmp_path: Path) -> None:
    read = threading.Event()

    class Slow(Encoder):
        def several(self, texts: Sequence[str]) -> Vectors:
            read.wait(10)
            return super().several(texts)

    shelf = await arranged(Slow(tmp_path / "kept.npz"))
    plain = shelf.library
    assert plain.find("亲子户怎么注销", MONDAY)[0].article.id == "ACC91"
    read.set()

    async def improved() -> bool:
        return shelf.library is not plain

    await eventually(improved, within=30)
    assert shelf.library.find("亲子户怎么注销", MONDAY)[0].article.id == "ACC91"


async def test_where_the_encoder_fails_characters_decide() -> None:
    failed = threading.Event()

    class Broken(Encoder):
        def several(self, texts: Sequence[str]) -> Vectors:
            failed.set()
            raise MemoryError

    shelf = await arranged(Broken())
    await asyncio.to_thread(failed.wait, 10)
    assert shelf.library.find("亲子户怎么注销", MONDAY)[0].article.id == "ACC91"


def test_no_two_articles_that_we_ship_have_the_same_question() -> None:
    library = Library(load_articles().values(), retrieval=Retrieval(normalise))
    shared = {
        question: [each.id for each in found]
        for article in load_articles().values()
        for question in article.questions
        if len(found := library.same(question, MONDAY)) > 1
    }
    assert not shared


def test_paraphrases_find_their_articles_better_with_both_than_with_either() -> None:
    rows = {row.way: row for row in measured()}
    both = rows.pop("both, as in use")
    assert all(both.among_five > row.among_five and both.first > row.first for row in rows.values())
    assert both.among_five > 0.8
