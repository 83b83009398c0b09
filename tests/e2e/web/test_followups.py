"""What comes unasked: a promised report appears by itself, its picture can be read and enlarged."""

import io

import pytest
from PIL import Image
from playwright.async_api import BrowserContext, Locator, Page, expect

from actions.media import Media
from conversations import Reply
from tests.e2e.web.site import Site
from tests.e2e.web.test_chat import say
from tests.fakes.brain import FakeBrain, turn
from tests.unit.notices.promises import REPORT, promise

SIZE = (1080, 1440)
TEXT = "贵州茅台 600519  分析报告\n市盈率 24.5 倍"


def chart() -> bytes:
    """A picture of the size of a chart."""
    drawn = io.BytesIO()
    Image.new("RGB", SIZE, "white").save(drawn, "PNG")
    return drawn.getvalue()


async def report_in(page: Page, brain: FakeBrain, site: Site, dsn: str, image: str) -> Locator:
    """Ask for a report, let it follow, and return its picture."""
    brain.answer = lambda _: (200, turn("报告稍后发给您。", followup=REPORT))
    await say(page, "茅台的报告")
    await expect(page.locator(".message.bot")).to_have_count(1)
    assert await site.conversations.follow_up(promise(dsn), [Reply(TEXT, image=image)]) == "said"
    await expect(page.locator(".message.bot")).to_have_count(2)
    return page.get_by_role("img", name="图片：贵州茅台 600519  分析报告")


@pytest.mark.parametrize("size", [(390, 844), (1280, 800), (320, 568)], ids=["phone", "desktop", "small"])
async def test_a_report_appears_with_its_chart_fitted_to_the_screen(
    page: Page, brain: FakeBrain, site: Site, database_url: str, size: tuple[int, int]
) -> None:
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    picture = await report_in(page, brain, site, database_url, await Media(site.media).keep(chart()))
    await expect(picture).to_be_in_viewport()
    assert await picture.evaluate("e => e.decode().then(() => e.naturalWidth)") == SIZE[0]
    box = await picture.bounding_box()
    assert box is not None
    assert 240 < box["width"] <= min(size[0], 560)
    assert box["height"] / box["width"] == pytest.approx(SIZE[1] / SIZE[0], rel=0.01)
    assert await page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


async def test_a_tap_opens_the_chart_in_full(
    page: Page, context: BrowserContext, brain: FakeBrain, site: Site, database_url: str
) -> None:
    address = await Media(site.media).keep(chart())
    picture = await report_in(page, brain, site, database_url, address)
    async with context.expect_page() as opened:
        await picture.tap()
    shown = await opened.value
    await shown.wait_for_load_state()
    assert shown.url == site.address + address
    assert await shown.evaluate("document.images[0].naturalWidth") == SIZE[0]


async def test_a_chart_that_is_gone_is_told_in_words(
    page: Page, brain: FakeBrain, site: Site, database_url: str
) -> None:
    picture = await report_in(page, brain, site, database_url, "/media/" + "0" * 64 + ".png")
    await expect(page.get_by_text("图片暂时显示不了")).to_be_visible()
    await expect(picture).to_have_count(0)
    await expect(page.locator(".message.bot").last).to_contain_text("市盈率 24.5 倍")
