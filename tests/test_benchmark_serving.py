"""What the benchmark of a served site does with what it saw; the run itself needs no test of times."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.__main__ import main
from benchmarks.serving import WORDS, Seen, SilentError, Visitor, report
from generator import urls


class Edited(BaseHTTPRequestHandler):
    """A server of a page that says something new at the second state, and is made as a whole after that."""

    epoch = 1

    def do_GET(self) -> None:
        if self.path.startswith("/livereload/1/"):
            Edited.epoch += 1
        told = {
            f"/{urls.INVENTORY}": f"inventory {Edited.epoch > 1}",
            "/page/": f"{WORDS if Edited.epoch > 1 else ''}<script>livereload({Edited.epoch}, 7);</script>",
        }
        body = told.get(self.path, str(Edited.epoch)).encode()
        self.send_response(404 if self.path == "/none" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_a_browser_is_told_loads_the_page_and_waits_for_the_whole() -> None:
    Edited.epoch = 1
    with ThreadingHTTPServer(("127.0.0.1", 0), Edited) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        visitor = Visitor(server.server_port, 30)
        assert visitor.get("none") == b""
        known, before = visitor.state("page/"), visitor.get(urls.INVENTORY)
        assert known == (1, 7)
        seen = visitor.edited("page/", known, words=True, saved=time.perf_counter(), before=before)
        assert seen.whole
        assert 0 < seen.told <= seen.page <= seen.whole
        assert visitor.edited("page/", known, words=True, saved=time.perf_counter(), before=None).whole is None
        with pytest.raises(SilentError, match="does not ask"):
            visitor.state("other")
        hasty = Visitor(server.server_port, 0)
        with pytest.raises(SilentError, match="does not show"):
            hasty.edited("page/", known, words=False, saved=time.perf_counter() - 1, before=b"")
        server.shutdown()


def test_medians_are_told() -> None:
    lines = list(report(1000, 1, 60.0, [Seen(0.1, 0.2, 3), Seen(0.3, 0.4, 9), Seen(0.2, 0.3, 6)]))
    assert lines[0].startswith("1,000 plans; ")
    assert lines[-1] == "median  0.200 · 0.300 · 6.000"
    assert list(report(9, 1, 1.0, [Seen(1, 2, None)]))[-1] == "median  1.000 · 2.000 · –"


def test_no_edit_is_no_measurement() -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--edits", "0"])
