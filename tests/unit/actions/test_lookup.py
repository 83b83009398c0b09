"""What an editor has added is reached by its questions; what the model knows is left to it."""

from datetime import datetime, time

import pytest

from actions.article.lookup import Lookup
from knowledge.encoder import Encoder
from knowledge.folder import load_articles
from knowledge.library import Library, Shelf
from knowledge.retrieval import Retrieval
from market.names import normalise
from tests.unit.knowledge.given import MONDAY, article

ADDED = article(
    "ACC91", title="亲子账户", questions=["亲子账户怎么开", "能给孩子开亲子账户吗", "什么是亲子账户"]
)


def noon() -> datetime:
    return datetime.combine(MONDAY, time(12))


@pytest.fixture(scope="module", params=["characters", "both"])
def lookup(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    """Over what we ship and one article of an editor."""
    file = tmp_path_factory.mktemp("vectors") / "kept.npz"
    encoder = Encoder.open(file) if request.param == "both" else None
    library = Library([*load_articles().values(), ADDED], retrieval=Retrieval(normalise, encoder))
    return Lookup(Shelf(library.prepare()), noon)


@pytest.mark.parametrize(
    "text",
    ["亲子账户怎么开", "亲子账户怎么开？", " 親子账户怎麼開 ", "能给孩子开亲子账户吗啊", "亲子账户 怎么 开"],
)
def test_an_editors_question_is_its_articles_whatever_the_model_takes_it_for(
    lookup: Lookup, text: str
) -> None:
    assert lookup.claimed(text, "ACC01") == "ACC91"
    assert lookup.claimed(text, "") == "ACC91"


def test_where_the_model_is_right_nothing_is_claimed(lookup: Lookup) -> None:
    assert lookup.claimed("亲子账户怎么开", "ACC91") is None
    assert lookup.claimed("能给孩子开亲子账户吗啊", "ACC91") is None


@pytest.mark.parametrize(
    "text", ["账户怎么开", "亲子", "贵州茅台多少钱", "要什么材料", "孩子", "", "😀", "哈" * 2000]
)
def test_what_is_only_near_is_not_claimed(lookup: Lookup, text: str) -> None:
    assert lookup.claimed(text, "QUO01") is None


def test_a_question_of_two_articles_is_nobodys() -> None:
    twin = article("ACC92", title="别的", questions=["亲子账户怎么开", "二", "三"])
    assert Lookup(Shelf(Library([ADDED, twin])), noon).claimed("亲子账户怎么开", "QUO01") is None


def test_the_nearest_articles_are_suggested_and_none_for_small_talk(lookup: Lookup) -> None:
    assert [each.id for each in lookup.suggested("孩子的亲子账户", 2)][:1] == ["ACC91"]
    assert len(lookup.suggested("亲子账户销户要什么材料", 2)) == 2
    assert lookup.suggested("红烧肉", 3) == []
