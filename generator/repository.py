"""Where readers mend a page or report a mistake: addresses in the repository that the content lies in.

GitHub and GitLab are known, also on hosts of one's own; which it is, is told by MkDocs' `edit_uri`.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from msgspec import Struct, field

from generator import urls
from generator.messages import word
from generator.problems import Place


class Mend(Struct, frozen=True):
    """The two links of a page. `source` is the file's address, to which `#L12` may be added; `lines`: clause → line."""

    edit: str
    report: str
    source: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def packed(self) -> str:
        """The lines as one attribute: `i:12 i-1:14`."""
        return " ".join(f"{clause}:{line}" for clause, line in self.lines.items())


class Repository(Struct, frozen=True):
    """The repository: `url` and `edit_uri` (`edit/main/content/`, `-/edit/main/content/`) as MkDocs has them.

    `feedback` is an address of mail or of a page that takes reports instead. Each may be "".
    """

    url: str = ""
    edit_uri: str = ""
    feedback: str = ""

    def mend(self, page: str, title: str, spot: Place | None, lines: Mapping[str, int]) -> Mend:
        """The links of the page at the address `page`, made from the file and line `spot`, or from many files.

        `spot.path` begins with the name of the content folder. Addresses that lead to the site itself count from its
        root.
        """
        report = self._report(page, title, spot)
        if not self.url:
            return Mend(urls.GUIDE, report)
        if spot is None:
            return Mend(self._address("tree", ""), report)
        source = self._address("blob", spot.path)
        edit = f"{source}#L{spot.line}" if spot.line > 1 else self._address("edit", spot.path)
        return Mend(edit, report, source, lines)

    def _address(self, action: str, path: str) -> str:
        """The address of a file below the content folder: `edit` changes it, `blob` shows it, `tree` shows a folder."""
        inside = quote(path.partition("/")[2])
        base = self.edit_uri if action == "edit" else self.edit_uri.replace("edit/", f"{action}/", 1)
        return f"{self.url.rstrip('/')}/{base.strip('/')}/{inside}"

    @property
    def _gitlab(self) -> bool:
        return self.edit_uri.lstrip("/").startswith("-/")

    def _report(self, page: str, title: str, spot: Place | None) -> str:
        subject = word("report-subject", title=title)
        where = f"\n{spot.path}:{spot.line}" if spot else ""
        body = word("report-body", page=page) + where + "\n\n"
        if "@" in self.feedback and "/" not in self.feedback:
            mail = self.feedback.removeprefix("mailto:")
            return f"mailto:{mail}?{urlencode({'subject': subject, 'body': body}, quote_via=quote)}"
        if self.feedback:
            return self.feedback
        if not self.url:
            return urls.FEEDBACK
        keys = ("issue[title]", "issue[description]") if self._gitlab else ("title", "body")
        asked = urlencode(dict(zip(keys, (subject, body), strict=True)), quote_via=quote)
        return f"{self.url.rstrip('/')}/{'-/' if self._gitlab else ''}issues/new?{asked}"
