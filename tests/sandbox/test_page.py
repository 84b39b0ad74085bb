"""The page: served whole from this machine, the same words in both languages, and playable in a real browser."""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

import bot.sandbox
from bot.sandbox.room import PracticeRoom, RoomOptions
from bot.sandbox.room_api import RoomApi, page_file
from bot.sandbox.world import Person
from tests.sandbox.client import Client

PAGE = Path(bot.sandbox.__file__).parent / "page"
FILES = sorted(PAGE.iterdir())
#: Names of things, not addresses that a browser would ask.
NAMES_ONLY = {"http://www.w3.org/2000/svg"}


async def test_every_file_of_the_page_is_served_and_nothing_else(call: Client) -> None:
    call.server.pages = RoomApi(call.server).answer
    statuses = {}
    for path in ["", *(file.name for file in FILES), "words.txt", "../room.py", "sandbox/none"]:
        async with call.session.get(f"{call.server.url}/{path}") as answer:
            statuses[path] = answer.status

    assert statuses == dict.fromkeys(["", *(file.name for file in FILES)], 200) | dict.fromkeys(
        ["words.txt", "../room.py", "sandbox/none"], 404
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_page_asks_nobody_else_for_anything(file: Path) -> None:
    addresses = set(re.findall(r"(?:https?:)?//[a-z0-9][a-z0-9.-]*\.[a-z]{2,}[^\s\"'`)]*", file.read_text("utf-8")))

    assert {address for address in addresses if not address.startswith("//")} <= NAMES_ONLY
    assert "@import" not in file.read_text("utf-8")


def test_a_browser_would_refuse_to_ask_anybody_else() -> None:
    page = page_file("index.html")

    assert page is not None
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self';")


def test_both_languages_have_the_same_labels() -> None:
    words = (PAGE / "words.js").read_text("utf-8")
    vietnamese, english = words.split("\n  en: {")
    label = re.compile(r"[\s{](\w+): (?=[\"\[])")

    assert label.findall(vietnamese) == label.findall(english.split("\n};")[0])


def test_every_label_that_the_page_uses_exists() -> None:
    words = (PAGE / "words.js").read_text("utf-8")
    used = {
        key
        for file in FILES
        if file.suffix == ".js"
        for call in re.findall(r"\bt\(([^)]*)\)", file.read_text("utf-8"))
        for key in re.findall(r"\"(\w+)\"", call.split("{")[0])
    } - {"crashed", "past"}

    assert {key for key in used if not re.search(rf"\b{key}: [\"\[]", words)} == set()


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[PracticeRoom]:
    people = [
        Person(7, "Oanh", "Đào Khánh", role="Giáo viên", unit="THCS Đồng Mây"),
        Person(8, "Sơn", "Tạ Hữu", role="Hiệu trưởng", unit="THCS Đồng Mây"),
    ]
    echo = [sys.executable, str(Path(__file__).with_name("echo_bot.py"))]
    room = PracticeRoom(RoomOptions(people, echo, tmp_path, port=0, open_browser=False))
    await room.start()
    yield room
    await room.stop()


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        if os.environ.get("CI") == "true":
            pytest.fail("chromium and chromedriver are needed here")
        pytest.skip("no chromium and chromedriver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,800"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(driver))
    yield browser
    browser.quit()


class Visitor:
    """Somebody in front of the page."""

    def __init__(self, browser: webdriver.Chrome) -> None:
        self.browser = browser

    def sees(self, selector: str, words: str = "") -> WebElement:
        """Wait for a shown element with these words and give it."""

        def found(browser: webdriver.Chrome) -> WebElement | None:
            for element in browser.find_elements(By.CSS_SELECTOR, selector):
                if element.is_displayed() and words in element.text:
                    return element
            return None

        element = self.patient().until(found, f"{selector} {words}")
        assert element is not None
        return element

    def patient(self) -> WebDriverWait[webdriver.Chrome]:
        """Look again when an element was drawn anew between finding and using it."""
        return WebDriverWait(self.browser, 15, ignored_exceptions=[StaleElementReferenceException])

    def clicks(self, selector: str, words: str = "") -> None:
        def clicked(_browser: webdriver.Chrome) -> bool:
            self.sees(selector, words).click()
            return True

        self.patient().until(clicked)

    def writes(self, words: str) -> None:
        self.sees(".field").send_keys(words, Keys.ENTER)


@pytest.mark.browser
async def test_the_page_can_be_played_in_a_browser(room: PracticeRoom, browser: webdriver.Chrome) -> None:
    await asyncio.to_thread(play, browser, room.url)
    async with aiohttp.ClientSession() as session, session.get(f"{room.url}sandbox/state") as answer:
        state = await answer.json()

    assert [person["started"] for person in state["people"]] == [True, False]
    assert room.bot.starts == 3
    assert room.clock.ahead == 86_400


def play(browser: webdriver.Chrome, url: str) -> None:
    visitor = Visitor(browser)
    browser.get(url)
    visitor.sees(".welcome", "Chào mừng tới phòng tập")
    visitor.clicks(".person", "Đào Khánh Oanh")
    visitor.clicks(".big", "BẮT ĐẦU")
    visitor.sees(".theirs", "nghe: /start")
    visitor.clicks(".key.success", "Gửi tới nhà trường")
    visitor.sees(".toast", "Đã bấm")
    visitor.sees(".theirs", "đã bấm send")
    visitor.clicks("#plug")
    visitor.sees(".band", "Mất điện")
    visitor.writes("<b>vẫn còn đây</b>")
    visitor.sees(".theirs", "nghe: <b>vẫn còn đây</b>")
    visitor.sees(".field").send_keys(Keys.ARROW_UP, " ạ", Keys.ENTER)
    visitor.sees(".ours", "<b>vẫn còn đây</b> ạ")
    visitor.writes("/fall")
    visitor.clicks(".band.crashed button", "Xem chi tiết")
    visitor.sees(".last-words", "at work")
    visitor.clicks(".log-button")
    visitor.clicks(".tool", "+1 ngày")
    visitor.sees(".clock-face", "nhanh hơn 1 ngày")
    visitor.writes("lại rồi")
    visitor.sees(".theirs", "nghe: lại rồi")
    visitor.sees(".field").send_keys(Keys.ALT, "1")
    visitor.sees(".line:last-child", "đã bấm send")
    visitor.clicks(".language")
    visitor.sees(".people-head", "Choose whom to play")
    visitor.clicks(".log-button")
    visitor.sees(".log", "answerCallbackQuery")
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
