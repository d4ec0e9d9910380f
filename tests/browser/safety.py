"""What a browser says of a page's safety: reports of the Content-Security-Policy, and scripts that were not ours."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Dialog, Page

LISTEN = """
window.reported = [];
document.addEventListener('securitypolicyviolation', event =>
  window.reported.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`));
"""


class Watch:
    """A page whose reports are kept: `said` holds refusals and dialogs, each with the page on which it came."""

    def __init__(self, browser: Browser) -> None:
        self.context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900})
        self.context.add_init_script(LISTEN)
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("console", lambda message: self._console(message.text))
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self._note(f"error {error}"))

    def _dialog(self, dialog: Dialog) -> None:
        self._note(f"dialog {dialog.message}")
        dialog.dismiss()

    def _console(self, text: str) -> None:
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self._note(text)

    def _note(self, what: str) -> None:
        self.said.append(f"{self.page.url}: {what}")

    def settle(self) -> None:
        """Take in what the page now open was refused; reports come in a task of their own."""
        for report in self.page.evaluate("new Promise(done => setTimeout(() => done(window.reported.splice(0))))"):
            self._note(report)
