"""A practice room as a new user opens it, and a real Chromium in front of it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from bot.settings import ROOT
from tests.browser.page import Page
from tests.journeys.school import OPENING, set_clock

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    "--lang=vi",
)  # fmt: skip


@pytest.fixture(scope="session")
def chromium():
    """Where Chromium and its driver are; without them the tests are skipped, but never where everything must run."""
    found = {name: shutil.which(name) for name in ("chromium", "chromedriver")}
    missing = [name for name, path in found.items() if path is None]
    if missing:
        words = f"no {' and no '.join(missing)} here (Debian: apt install chromium chromium-driver)"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    return found


@pytest.fixture
def room(tmp_path):
    """The address of a room that was opened for the first time, on a Tuesday morning in March."""
    folder = tmp_path / "demo"
    (folder / "room").mkdir(parents=True)
    set_clock(folder / "room", OPENING)
    port = _free_port()
    command = [sys.executable, "-m", "bot", "demo", "--no-open", "--port", str(port), "--folder", str(folder)]
    with (tmp_path / "room.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}/"
    try:
        _wait_for(url, process, tmp_path / "room.log")
        yield url
    finally:
        process.terminate()
        assert process.wait(20) == 0


@pytest.fixture
def page(room, chromium, tmp_path):
    """The room's page on a phone of 390 by 844."""
    options = webdriver.ChromeOptions()
    options.binary_location = chromium["chromium"]
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(
        options=options, service=Service(chromium["chromedriver"], env={**os.environ, "LANGUAGE": "vi"})
    )
    try:
        page = Page(driver, room, pictures=_pictures())
        page.is_shown(width=390, height=844)
        yield page
        assert [line for line in driver.get_log("browser") if line["level"] == "SEVERE"] == []
    finally:
        driver.quit()


def _pictures() -> Path | None:
    """The folder for pictures, when some are wanted."""
    wanted = os.environ.get("GUONGSANG_PICTURES")
    if not wanted:
        return None
    folder = Path(wanted)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen, log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + 30
    while True:
        try:
            with opener.open(url, timeout=2):
                return
        except OSError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
