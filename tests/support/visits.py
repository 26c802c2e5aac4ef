"""A page that is opened in a real browser, and everything it says or asks for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def chromium() -> str | None:
    """Return the browser that the environment variable CHROMIUM names, or a `chromium` on the path."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


def needed(there: object, name: str) -> None:
    """Skip a test for want of something, unless everything must be tested."""
    if not there and "POLICYDIFF_REQUIRE_BROWSER" not in os.environ:
        pytest.skip(f"no {name}")


@contextmanager
def launched(*options: str) -> Iterator[Browser]:
    """Start the browser without a window, and close it in the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", *options])
        yield running
        running.close()


def wide_as(page: Page, width: int) -> int:
    """Give the window a width, and return the width that the page wants."""
    page.set_viewport_size({"width": width, "height": 900})
    return int(page.evaluate("document.documentElement.scrollWidth"))


def printed(browser: Browser, report: Path, paper: Path) -> Path:
    """Print a report into a file and return where it is."""
    with Visit(browser, report) as page:
        page.pdf(path=paper, prefer_css_page_size=True, tagged=True)
    return paper


class Visit:
    """A page that was opened, and everything it said or asked for."""

    def __init__(
        self,
        browser: Browser,
        path: Path,
        *,
        width: int = 1440,
        script: bool = True,
        hash: str = "",
        scheme: str = "light",
        free: bool = False,
    ) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            color_scheme="dark" if scheme == "dark" else "light",
            offline=True,
            bypass_csp=free,
            accept_downloads=True,
        )
        self.page: Page = self.context.new_page()
        self.messages: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.messages.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri() + hash)

    def __enter__(self) -> Page:
        return self.page

    def __exit__(self, *_: object) -> None:
        self.context.close()
        assert self.messages == []
        assert len(self.requests) == 1
