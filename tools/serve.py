"""Serve a folder on loopback as a common static host does: compressed, with cache headers, several requests at a time.

python tools/serve.py FOLDER [PORT]
"""

from __future__ import annotations

import functools
import gzip
import http.server
import sys
from functools import cache
from http import HTTPStatus
from pathlib import Path

PACKED = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv", ".ics"})
"""What is sent compressed; fonts and pictures are so already."""
CACHED = {"assets": "public, max-age=604800"}
"""Folder → how long a reader's browser may keep what lies in it; pages are asked for again after ten minutes."""
PAGES = "public, max-age=600"


@cache
def packed(file: Path) -> bytes:
    """The file compressed, as the host would keep it."""
    return gzip.compress(file.read_bytes(), 6, mtime=0)


class StaticHost(http.server.SimpleHTTPRequestHandler):
    """Answers with gzip, cache headers and the site's own page for what is not there."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    """Headers and body leave together: apart, a body waits 40 ms for the browser to acknowledge its headers."""

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        found = file.is_file()
        file = file if found else Path(self.directory) / "404.html"
        if not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        pack = file.suffix in PACKED and "gzip" in self.headers.get("Accept-Encoding", "")
        data = packed(file) if pack else file.read_bytes()
        self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", CACHED.get(self.path.strip("/").partition("/")[0], PAGES))
        if pack:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        self.wfile.write(data)

    def guess_type(self, path: str) -> str:  # type: ignore[override]
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if Path(path).suffix in PACKED else kind

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class PatientServer(http.server.ThreadingHTTPServer):
    """A browser opens several connections at once; one beyond the queue of five would be tried again after a second."""

    request_queue_size = 128
    daemon_threads = True


def server(folder: Path, port: int = 0) -> PatientServer:
    """A server of `folder` on loopback; port 0 takes a free one."""
    return PatientServer(("127.0.0.1", port), functools.partial(StaticHost, directory=str(folder)))


if __name__ == "__main__":
    with server(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 8000) as running:
        print(f"http://127.0.0.1:{running.server_port}/")
        running.serve_forever()
