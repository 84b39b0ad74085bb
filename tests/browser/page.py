"""The room's page as a person uses it: reading, typing, pressing, choosing files, looking at the clock."""

import io
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PIL import Image
from selenium.common.exceptions import ElementClickInterceptedException, StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

_BUBBLES = """
return [...document.querySelectorAll(".phone .line.theirs .bubble")].slice(-arguments[0]).map((one) => one.innerText)
"""
#: The words about the clock, the toast, and the band that tells of the plug.
_IN_PASSING = "#notes > *, .toast, .phone .band:not([hidden])"
#: Seconds until what moves has come to rest.
_AT_REST = 0.5
_COLOURS = 256

T = TypeVar("T")


class Page:
    """One browser tab; with ``pictures`` it keeps a picture of what it is told to."""

    def __init__(self, driver: Chrome, url: str, *, pictures: Path | None) -> None:
        self._driver = driver
        self._url = url
        self._pictures = pictures

    def is_shown(self, *, width: int, height: int, scale: int = 2) -> None:
        """Open the page on a screen of this size in CSS pixels."""
        self._driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False},
        )
        self._driver.get(self._url)
        self._find(".welcome, .phone")

    def plays(self, name: str, *, beside: bool = False) -> None:
        """Choose a person from the list, in place of whoever is open or, on a wide screen, ``beside`` them."""

        def choose() -> bool:
            row = next((one for one in self._all(".people li") if name in one.text), None)
            if row is None or not row.is_displayed():
                if not self._all("body.people-open"):
                    self._find(".people-button").click()  # on a phone the list lies behind this button
                return False
            self._driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", row)
            row.find_element(By.CSS_SELECTOR, ".beside" if beside else ".person").click()
            return True

        self._until(choose)
        self._until(lambda: any(name in (phone.get_attribute("aria-label") or "") for phone in self._all(".phone")))

    def begins(self) -> None:
        """Press START in an empty chat."""
        self._click(".composer .big")

    def types(self, words: str) -> None:
        """Type a message and press Enter."""
        field = self._find(".composer .field")
        self._driver.execute_script("arguments[0].focus()", field)
        self._driver.execute_cdp_cmd("Input.insertText", {"text": words})
        field.send_keys("\n")

    def presses(self, label: str) -> None:
        """Press the latest button whose label contains this; a mere digit is a whole label."""

        def press() -> bool:
            keys = [
                key for key in self._all(".phone .key") if label == key.text or (label in key.text and len(label) > 1)
            ]
            if not keys:
                return False
            self._driver.execute_script("arguments[0].scrollIntoView({block: 'nearest'})", keys[-1])
            keys[-1].click()
            return True

        self._until(press)

    def attaches(self, files: Sequence[Path], *, kind: int = 0) -> None:
        """Choose files below the paper clip (``kind`` counts its rows) and send them."""
        self._click(".writing [aria-expanded]:not(.slash)")
        self._all(".panel .choice")[kind].click()
        self._driver.find_element(By.CSS_SELECTOR, ".composer input[type=file]").send_keys("\n".join(map(str, files)))
        self._find(".strip .thumb, .strip .chip")
        self._click(".composer .send")

    def sees(self, words: str, *, last: int = 1, seconds: float = 15.0) -> str:
        """Wait until one of the bot's last messages has these words, and give that message."""
        shown: list[str] = []

        def found() -> str:
            shown[:] = self._driver.execute_script(_BUBBLES, last)
            return next((one for one in shown if words in one), "")

        try:
            return self._until(found, seconds=seconds)
        except TimeoutError:
            raise TimeoutError(f"{words!r} is not shown, but:\n" + "\n---\n".join(shown)) from None

    def pulls_the_plug(self) -> None:
        """Kill the bot."""
        self._click("#plug")

    def sees_the_bot(self, *, back: bool) -> None:
        """Wait until the band above the chat says that the bot is away, or that it is back."""
        self._until(lambda: back != self._is_away())

    def moves_the_clock(self, button: str) -> None:
        """Move the practice clock with the button of this label."""
        self._click(".clock")
        next(one for one in self._all(".tools .tool") if button in one.text).click()
        self._click(".clock")

    def clock(self) -> str:
        """Give what the practice clock shows."""
        return self._find(".clock-face").text

    def is_pictured(self, name: str, *, at_once: bool = False) -> None:
        """Keep a picture of the page; unless ``at_once``, what is said in passing is over first."""
        if self._pictures is None:
            return
        if not at_once:
            self._until(lambda: not self._all(_IN_PASSING))
        self._driver.execute_script("document.activeElement.blur()")
        time.sleep(_AT_REST)
        image = Image.open(io.BytesIO(self._driver.get_screenshot_as_png())).convert("RGB")
        small = image.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
        small.save(self._pictures / f"{name}.png", optimize=True)

    def _is_away(self) -> bool:
        bands = self._driver.find_elements(By.CSS_SELECTOR, ".phone .band:not([hidden])")
        return any("running" not in (band.get_attribute("class") or "") for band in bands)

    def _click(self, selector: str) -> None:
        def click() -> bool:
            self._find(selector).click()
            return True

        self._until(click)

    def _find(self, selector: str) -> WebElement:
        return self._until(lambda: self._driver.find_elements(By.CSS_SELECTOR, selector))[0]

    def _all(self, selector: str) -> list[WebElement]:
        return self._driver.find_elements(By.CSS_SELECTOR, selector)

    def _until(self, true: Callable[[], T], *, seconds: float = 10.0) -> T:
        deadline = time.monotonic() + seconds
        while True:
            try:
                result = true()
            except (StaleElementReferenceException, ElementClickInterceptedException):
                result = None
            if result:
                return result
            if time.monotonic() > deadline:
                raise TimeoutError(f"not within {seconds} s")
            time.sleep(0.05)
