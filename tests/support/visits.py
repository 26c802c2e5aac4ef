"""A page that is opened in a real browser, and everything it says or asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


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
