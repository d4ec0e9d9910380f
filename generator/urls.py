"""Every address of the site is made here. Addresses are from the site's root, without a leading slash."""

from __future__ import annotations

HOME = ""
PLANS = "ke-hoach/"
UNITS = "don-vi/"
DOCUMENTS = "van-ban/"
DATA = "du-lieu/"
DATA_FILES = "data/"


def plan(slug: str) -> str:
    return f"{PLANS}{slug}/"


def clause(slug: str, clause_id: str) -> str:
    return f"{plan(slug)}#{clause_id}"


def unit(unit_id: str) -> str:
    return f"{UNITS}{unit_id}/"


def document(document_id: str) -> str:
    return f"{DOCUMENTS}{document_id}/"


def data(name: str) -> str:
    return f"{DATA_FILES}{name}.json"


def source(slug: str) -> str:
    return f"{plan(slug)}nguon.txt"


def to_root(address: str) -> str:
    """The way from a page back to the root: `../../` for `ke-hoach/x/`, `./` for the home page."""
    return "../" * address.count("/") or "./"
