"""Files fill the database, follow their own changes, and never overwrite an editor."""

from knowledge.editing import Editing
from knowledge.loading import load
from knowledge.store import Store
from tests.unit.knowledge.given import MONDAY, article, cells, published, shown


async def test_a_fresh_database_shows_what_the_files_say(store: Store) -> None:
    loaded = await load(store, [article(), article("ACC92")], MONDAY)
    assert (loaded.new, loaded.same) == (("ACC91", "ACC92"), 0)
    assert shown(await store.published(), MONDAY, "ACC92") == "ACC92的答案"


async def test_a_second_start_changes_nothing(store: Store) -> None:
    await load(store, [article()], MONDAY)
    assert (await load(store, [article()], MONDAY)).same == 1
    assert len(await store.history("ACC91")) == 1


async def test_a_file_that_has_changed_makes_a_new_version(store: Store) -> None:
    await load(store, [article()], MONDAY)
    loaded = await load(store, [article(answer="新文件")], MONDAY)
    assert loaded.changed == ("ACC91",)
    assert shown(await store.published(), MONDAY) == "新文件"


async def test_an_editors_version_stands_until_the_file_changes_and_then_it_is_a_conflict(
    store: Store, editing: Editing
) -> None:
    await load(store, [article()], MONDAY)
    await published(editing, answer="编辑改的")
    assert (await load(store, [article()], MONDAY)).same == 1
    loaded = await load(store, [article(answer="新文件")], MONDAY)
    assert loaded.conflicts == ("ACC91",)
    assert shown(await store.published(), MONDAY) == "编辑改的"


async def test_a_draft_is_an_edit_too(store: Store, editing: Editing) -> None:
    await load(store, [article()], MONDAY)
    await editing.save(cells(answer="草稿"), "甲")
    assert (await load(store, [article(answer="新文件")], MONDAY)).conflicts == ("ACC91",)


async def test_a_file_that_says_what_the_editor_says_is_no_conflict(store: Store, editing: Editing) -> None:
    await load(store, [article()], MONDAY)
    await published(editing, answer="编辑改的")
    assert (await load(store, [article(answer="编辑改的")], MONDAY)).same == 1


async def test_an_article_of_an_editor_stays_when_files_are_loaded(store: Store, editing: Editing) -> None:
    await published(editing, answer="编辑自己的")
    await load(store, [article("ACC92")], MONDAY)
    assert shown(await store.published(), MONDAY) == "编辑自己的"


async def test_a_withdrawn_article_does_not_come_back_with_the_next_start(
    store: Store, editing: Editing
) -> None:
    await load(store, [article()], MONDAY)
    await editing.withdraw("ACC91")
    await load(store, [article()], MONDAY)
    assert shown(await store.published(), MONDAY) is None
