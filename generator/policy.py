"""What a browser may load and run for a page (https://www.w3.org/TR/CSP3/): the site's own files, nothing else.

The scripts that stand in the pages are told by their hashes, which are made here from the templates themselves.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

HEADERS = "_headers"
"""Where Netlify, Cloudflare Pages and their like look for headers; another host serves or ignores it as a text."""
_INLINE = "partials/javascripts/*.html"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)

DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
"""Pictures may be data: the styles of Material draw their marks with SVG in the address."""


def policy(theme: Path, *, serving: bool = False) -> str:
    """The policy of every page of the `theme`; while `serving`, MkDocs adds a script of its own to each page."""
    scripts = "'unsafe-inline'" if serving else " ".join(inline_hashes(theme))
    allowed = DIRECTIVES | {"script-src": f"{DIRECTIVES['script-src']} {scripts}".rstrip()}
    return "; ".join(f"{directive} {sources}" for directive, sources in allowed.items())


def inline_hashes(theme: Path) -> list[str]:
    """`'sha256-…'` of each script that stands in the pages. They are constant: the template's text is what is sent."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(theme.glob(_INLINE))]
    return [_hash(script) for text in texts for script in _SCRIPT.findall(text)]


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def headers(policy: str) -> str:
    """The file HEADERS: the policy, and what a page can't ask for itself."""
    lines = {
        "Content-Security-Policy": f"{policy}; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in lines.items())
