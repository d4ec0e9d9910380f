"""Every address of the site is made here. Addresses are from the site's root, without a leading slash."""

from __future__ import annotations

HOME = ""
PLANS = "ke-hoach/"
UNITS = "don-vi/"
DOCUMENTS = "van-ban/"
DATA = "du-lieu/"
TARGETS = "chi-tieu/"
DEADLINES = "thoi-han/"
PLACES = "dia-phuong/"
TOPICS = "chu-de/"
CHANGES = "thay-doi/"
LOOKUP = "tra-cuu/"
LOOKUP_QUERY = "q"
"""What the address of a search calls the words looked for; its form and results.js use the same."""
GUIDE = "huong-dan/"
RULES = "huong-dan/quy-tac/"
DATA_FILES = "data/"
SEARCH = "search/"
DATAPACKAGE = "data/datapackage.json"
INVENTORY = "data/inventory.json"
UNDATED = "thoi-han/khong-ghi-ngay/"
"""Reports for which no day is printed, where they have no room on the page of deadlines."""
FEED = "thay-doi.xml"
CALENDAR = "thoi-han.ics"
FEEDBACK = "gioi-thieu/#gop-y"


def of_years(register: str) -> str:
    """Where the years of a register stand: `ke-hoach/nam/`, so that no year can take the address of an entry."""
    return f"{register}nam/"


def plan(slug: str) -> str:
    return f"{PLANS}{slug}/"


def clause(slug: str, clause_id: str) -> str:
    return f"{plan(slug)}#{clause_id}"


def unit(unit_id: str) -> str:
    return f"{UNITS}{unit_id}/"


def document(document_id: str) -> str:
    return f"{DOCUMENTS}{document_id}/"


def indicator(indicator_id: str) -> str:
    return f"{TARGETS}{indicator_id}/"


def targets_of(place_id: str) -> str:
    """The indicators of one place, where those of all have no room on one page."""
    return f"{TARGETS}noi/{place_id}/"


def deadlines(year: str) -> str:
    return f"{DEADLINES}{year}/"


def place(place_id: str) -> str:
    return f"{PLACES}{place_id}/"


def topic(topic_id: str) -> str:
    return f"{TOPICS}{topic_id}/"


def rule(rule_id: str) -> str:
    """A rule of `plansite check`, on the page that explains them all."""
    return f"{RULES}#{rule_id}"


def data(name: str, form: str = "json") -> str:
    """The file of a table: json, csv or xlsx."""
    return f"{DATA_FILES}{name}.{form}"


def schema(name: str) -> str:
    return f"{DATA_FILES}schema/{name}.json"


def unit_file(unit_id: str, name: str) -> str:
    """A file beside a unit's page: `nghia-vu.csv`."""
    return f"{unit(unit_id)}{name}"


def plan_file(slug: str, name: str) -> str:
    """A file beside a plan's page: `plan.json`."""
    return f"{plan(slug)}{name}"


def calendar(address: str = HOME) -> str:
    """The calendar of a unit, by the address of its page; of the whole site, at its root."""
    return f"{address}thoi-han.ics"


def feed(address: str = HOME) -> str:
    """The change feed of a plan or unit, by the address of its page; of the whole site, at its root."""
    return f"{address}thay-doi.xml"


def webcal(site: str) -> str:
    """The site's address as calendar programs take it to subscribe; "" where it is not known."""
    return f"webcal://{site.partition('://')[2]}" if site else ""


def changes(year: str) -> str:
    return f"{CHANGES}{year}/"


def picture(address: str) -> str:
    """The picture of a page for sharing."""
    return f"{address}chia-se.png"


def source(slug: str) -> str:
    return f"{plan(slug)}nguon.txt"


def stratml(slug: str) -> str:
    return f"{plan(slug)}plan.stratml.xml"


def to_root(address: str) -> str:
    """The way from a page back to the root: `../../` for `ke-hoach/x/`, `./` for the home page."""
    return "../" * address.count("/") or "./"
