"""Transcripts are found by what is known of them, page by page, and name nobody."""

from dataclasses import replace
from datetime import timedelta

from conversations.database import Database
from desk.transcripts.search import Filter, Search
from tests.unit.desk.transcripts.conftest import PERIOD, Desk
from tests.unit.desk.transcripts.stored import moved, store
from tests.unit.desk.transcripts.talk import NOON, dossier

SEARCHES: tuple[tuple[dict[str, str], list[int]], ...] = (
    ({}, [14, 13, 12]),
    ({"channel": "wechat"}, [13]),
    ({"topic": "QUO01"}, [14, 13, 12]),
    ({"topic": "CMP01"}, []),
    ({"agent": "wang"}, [14, 13, 12]),
    ({"agent": "li"}, []),
    ({"text": "转人工"}, [14, 13, 12]),
    ({"text": "100%"}, []),
    ({"outcome": "solved"}, [14, 13, 12]),
    ({"outcome": "unsolved"}, []),
    ({"rating": "5"}, [12]),
    ({"rating": "1"}, []),
    ({"since": "2026-03-10", "until": "2026-03-12"}, []),
    ({"since": "2026-03-09T12:30:00+08:00"}, [14, 13]),
)


async def test_transcripts_are_found_by_everything_known_of_them(kept: Desk, desk_database: Database) -> None:
    hour = timedelta(hours=1)
    await store(desk_database, replace(moved(dossier(), 13, "u13", NOON + hour), channel="wechat"))
    await store(desk_database, moved(dossier(), 14, "u14", NOON + 2 * hour))
    await kept.sign_in("quality")
    assert [(filters, await kept.found(**filters)) for filters, _ in SEARCHES] == list(SEARCHES)


async def test_a_search_goes_on_where_it_ended(kept: Desk, desk_database: Database) -> None:
    for number in range(13, 18):
        await store(desk_database, moved(dossier(), number, f"u{number}", NOON + timedelta(minutes=number)))
    await kept.sign_in("quality")
    for closer in ({}, {"outcome": "solved"}):
        numbers: list[int] = []
        before: dict[str, str] = {}
        while True:
            query = {**PERIOD, **closer, "limit": "4", **before}
            page = (await kept.client.get("/desk/api/transcripts", params=query)).json()
            numbers += [hit["number"] for hit in page["found"]]
            if page["next"] is None:
                break
            before = {"before": page["next"]}
        assert numbers == [17, 16, 15, 14, 13, 12]


async def test_what_is_rare_is_found_behind_many_that_do_not_fit(kept: Desk, desk_database: Database) -> None:
    for number in range(13, 18):
        await store(desk_database, moved(dossier(), number, f"u{number}", NOON + timedelta(minutes=number)))
    day = Filter(NOON, NOON + timedelta(hours=1), rating=5)
    hits, following = await Search(desk_database, batch=2).find(day, limit=3)
    assert ([hit.found.conversation_id for hit in hits], following) == ([12], None)


async def test_a_search_confirms_nothing_that_is_masked(kept: Desk) -> None:
    await kept.sign_in("quality")
    for text in ("13800138000", "138", "机13"):
        assert await kept.found(text=text) == []
    assert await kept.found(text="我叫") == [12]


async def test_a_search_names_no_investor(kept: Desk) -> None:
    await kept.sign_in("quality")
    response = await kept.client.get("/desk/api/transcripts", params=PERIOD)
    assert "user-of-the-web" not in response.text


async def test_a_search_that_means_nothing_is_refused(desk: Desk) -> None:
    await desk.sign_in("quality")
    for query in (
        {"since": "gestern"},
        {"since": "2020-01-01", "until": "2026-01-01"},
        {"since": "2026-03-10", "until": "2026-03-01"},
        {"rating": "6"},
        {"before": "12"},
        {"before": "2026-03-09T12:00:00_x"},
        {"text": "1"},
        {"limit": "1000"},
        {"order": "asc"},
    ):
        response = await desk.client.get("/desk/api/transcripts", params=query)
        assert (response.status_code, response.json()["error"]) == (400, "unreadable"), query
